import { join } from 'node:path';
import { momentCode, variantCode } from '../distill/tables.ts';
import type { Plan } from '../distill/plan.ts';
import type { RunEvent, TableName, Variant } from '../protocol/run.ts';
import type { RunDirectory } from './directory.ts';
import { readLines } from './json-lines.ts';
import { readTables, splice } from './splice.ts';
import { tableFile } from './table-files.ts';
import { RowFile } from './table-reader.ts';

/** Events of the run's history. A line that is still being written is passed over. */
export async function readEvents(run: RunDirectory): Promise<readonly RunEvent[]> {
  return (await readLines(run, 'events', eventsFile)).filter(isEvent);
}

export const eventsFile = 'events.jsonl';

const isEvent = (value: unknown): value is RunEvent =>
  typeof value === 'object' && value !== null && 'type' in value && 'step' in value;

/** All rows of a table over the run's history, as records by column. For tables that are short. */
export async function readRows(
  run: RunDirectory,
  table: TableName,
): Promise<readonly Readonly<Record<string, number>>[]> {
  const records: Record<string, number>[] = [];
  for (const { folder, limit } of await splice(run)) {
    const names = (await readTables(folder))[table].map(({ name }) => name);
    const file = await RowFile.open(join(folder, tableFile(table)), names.length);
    try {
      for await (const { values, rows } of file.read(0, Math.min(file.rows, limit[table]))) {
        for (let row = 0; row < rows; row++) {
          records.push(
            Object.fromEntries(
              names.map((name, column) => [name, values[row * names.length + column] ?? NaN]),
            ),
          );
        }
      }
    } finally {
      await file.close();
    }
  }
  return records;
}

export type Moment = keyof typeof momentCode;

/** A row of the evaluation table with its codes read. */
export interface EvaluationRow {
  /** Optimizer steps since the start of the run. */
  readonly step: number;
  readonly seed: number;
  readonly stage: string;
  readonly variant: Variant;
  /** Optimizer steps since the start of the stage. */
  readonly jobStep: number;
  readonly moment: Moment;
  readonly model: string;
  readonly data: string;
  readonly accuracy: number;
  readonly loss: number;
  /** NaN where the stage has no teacher. */
  readonly agreement: number;
}

/** The evaluation table over the run's history. Rows of codes that the plan doesn't know are passed over. */
export async function readEvaluation(run: RunDirectory, plan: Plan): Promise<readonly EvaluationRow[]> {
  const models = Object.keys(plan.models);
  const data = Object.keys(plan.data);
  return (await readRows(run, 'evaluation')).flatMap((row) => {
    const number = (name: string): number => row[name] ?? NaN;
    const stage = plan.stages[number('stage')]?.name;
    const variant = keyOf(variantCode, number('variant'));
    const moment = keyOf(momentCode, number('moment'));
    const model = models[number('model')];
    const set = data[number('data')];
    if (stage === undefined || variant === null || moment === null) return [];
    if (model === undefined || set === undefined) return [];
    return {
      step: number('step'),
      seed: number('seed'),
      stage,
      variant,
      jobStep: number('jobStep'),
      moment,
      model,
      data: set,
      accuracy: number('accuracy'),
      loss: number('loss'),
      agreement: number('agreement'),
    };
  });
}

function keyOf<K extends string>(codes: Readonly<Record<K, number>>, code: number): K | null {
  for (const key in codes) if (codes[key] === code) return key;
  return null;
}
