import { join } from 'node:path';
import { attemptFolder, listAttempts } from './attempts.ts';
import type { RunDirectory } from './directory.ts';
import { readTables } from './splice.ts';
import { tableFile } from './table-files.ts';
import { RowFile } from './table-reader.ts';

/** How long a run has worked, and how fast it is now. */
export interface Pace {
  /** Milliseconds of work over all attempts; null where nothing was measured. */
  readonly elapsedMs: number | null;
  /** Milliseconds a step lately, with what happens between steps; null where there are too few. */
  readonly stepMs: number | null;
  /** The last measured step of the newest attempt; null where there is none. */
  readonly step: number | null;
}

/** Rows over which the pace is taken: stages differ, so the whole run says little about what is to come. */
const pacedRows = 500;

/** Rows at the start of an attempt that say nothing of it: programs are made then. */
const slowRows = 5;

/** Fewer steps in less time are chance: one evaluation among them would count for all that is to come. */
const least = { steps: 50, ms: 5000 };

/** From the end of each attempt's `measured.tbl`; reads a few rows, however long the run. */
export async function readPace(run: RunDirectory): Promise<Pace> {
  let elapsedMs: number | null = null;
  let stepMs: number | null = null;
  let step: number | null = null;
  for (const attempt of await listAttempts(run)) {
    const measured = await ends(attemptFolder(run, attempt));
    step = measured?.last.step ?? null;
    if (measured === null) continue;
    const { first, last } = measured;
    elapsedMs = (elapsedMs ?? 0) + last.elapsedMs;
    const [steps, ms] = [last.step - first.step, last.elapsedMs - first.elapsedMs];
    stepMs = steps >= least.steps || (steps > 0 && ms >= least.ms) ? ms / steps : null;
  }
  return { elapsedMs, stepMs, step };
}

interface Moment {
  readonly step: number;
  readonly elapsedMs: number;
}

/** The last row, and one some hundred before it. */
async function ends(folder: string): Promise<{ readonly first: Moment; readonly last: Moment } | null> {
  const names = (await readTables(folder)).measured.map(({ name }) => name);
  const [step, elapsed] = [names.indexOf('step'), names.indexOf('elapsedMs')];
  const file = await RowFile.open(join(folder, tableFile('measured')), names.length);
  try {
    const row = async (index: number): Promise<Moment | null> => {
      for await (const { values } of file.read(index, index + 1))
        return { step: values[step] ?? NaN, elapsedMs: values[elapsed] ?? NaN };
      return null;
    };
    const last = file.rows > 0 ? await row(file.rows - 1) : null;
    const first = await row(paceStart(file.rows));
    return last === null || first === null || Number.isNaN(last.elapsedMs) ? null : { first, last };
  } finally {
    await file.close();
  }
}

/** The row from which the pace is taken, of so many. */
const paceStart = (rows: number): number =>
  Math.max(0, Math.min(rows - 1, Math.max(slowRows, rows - 1 - pacedRows)));
