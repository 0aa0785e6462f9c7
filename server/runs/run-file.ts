import { join } from 'node:path';
import { RetortError } from '../protocol/failure.ts';
import type { RunFile } from '../protocol/run.ts';
import type { RunDirectory } from './directory.ts';
import { replaceFile } from './durable.ts';
import { formatJson, isObject, readObject } from './json.ts';

/** `run.json` as it is. Throws RetortError `not-a-run` where there is none that this version can read. */
export async function readRunFile(run: RunDirectory): Promise<RunFile> {
  const path = join(run.path, 'run.json');
  const content: unknown = await readObject(path);
  if (isRunFile(content)) return content;
  throw new RetortError({
    code: 'not-a-run',
    message: `${run.path} is not a run: its run.json is missing or of another version.`,
    where: path,
    next: 'List the runs with `retort runs`.',
  });
}

export const replaceRunFile = (run: RunDirectory, content: RunFile): Promise<void> =>
  replaceFile(join(run.path, 'run.json'), formatJson(content));

const isRunFile = (value: unknown): value is RunFile =>
  isObject(value) &&
  value.version === 1 &&
  typeof value.state === 'string' &&
  typeof value.attempt === 'number' &&
  isObject(value.progress) &&
  value.lock !== undefined;
