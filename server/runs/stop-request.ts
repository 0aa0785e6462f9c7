import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunDirectory } from './directory.ts';
import { writing } from './disk-failure.ts';

/** A file in the run's folder that asks its worker to stop. */
export const stopFile = (run: RunDirectory): string => join(run.path, 'stop');

/** Asks the worker of a run, wherever it is, to stop at its next step. Throws RetortError `disk-full`, `read-only`. */
export const requestStop = (run: RunDirectory): Promise<void> =>
  // A file, not a signal: its worker may be on another machine that shares the folder. It looks between steps.
  writing(stopFile(run), () => writeFile(stopFile(run), ''));
