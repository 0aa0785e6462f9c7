import { join } from 'node:path';
import { RetortError } from '../protocol/failure.ts';
import type { Column, RowCounts, Tables } from '../protocol/run.ts';
import { attemptFolder, listAttempts, readAttempt } from './attempts.ts';
import type { RunDirectory } from './directory.ts';
import { isObject, readObject } from './json.ts';
import { tableNames } from './table-files.ts';
import { say } from '../text/say.ts';

/** A part of a run's history: the beginning of what one attempt wrote. */
export interface Segment {
  readonly attempt: number;
  readonly folder: string;
  /** How much of it counts; all there is, for the attempt that nothing went on from. */
  readonly limit: RowCounts;
}

const everything: Segment['limit'] = {
  train: Infinity,
  diagnostics: Infinity,
  evaluation: Infinity,
  measured: Infinity,
  events: Infinity,
  disagreements: Infinity,
};

/**
 * The history of a run in order: the newest attempt, before it what the attempt it went on from had written by then,
 * and so on. What an attempt wrote after the checkpoint that another went on from is passed over.
 */
export async function splice(run: RunDirectory): Promise<readonly Segment[]> {
  const segments: Segment[] = [];
  let limit = everything;
  for (let attempt = (await newestAttempt(run)) ?? 0; attempt > 0;) {
    const file = await readAttempt(run, attempt);
    segments.unshift({ attempt, folder: attemptFolder(run, attempt), limit });
    const from = file?.from ?? null;
    if (from === null || from.attempt >= attempt) break;
    limit = from.rows;
    attempt = from.attempt;
  }
  return segments;
}

/** The newest attempt that can be read. */
async function newestAttempt(run: RunDirectory): Promise<number | undefined> {
  for (const attempt of [...(await listAttempts(run))].reverse()) {
    if ((await readAttempt(run, attempt)) !== null) return attempt;
  }
  return undefined;
}

/** Columns of the tables in an attempt's folder. Throws RetortError `broken-run`. */
export async function readTables(folder: string): Promise<Tables> {
  const path = join(folder, 'tables.json');
  const content: unknown = await readObject(path);
  if (isTables(content)) return content;
  throw new RetortError({
    code: 'broken-run',
    message: say`${path} is missing or is not a list of the tables' columns.`,
    where: path,
    next: say`Without it the tables beside it have no column names: restore it, or delete the attempt.`,
  });
}

const isColumn = (value: unknown): value is Column =>
  isObject(value) && typeof value.name === 'string' && typeof value.description === 'string';

const isTables = (value: unknown): value is Tables =>
  isObject(value) &&
  tableNames.every((name) => {
    const columns = value[name];
    return Array.isArray(columns) && columns.length > 0 && columns.every(isColumn);
  });
