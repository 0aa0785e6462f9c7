import { realpath } from 'node:fs/promises';
import { runAt, type RunDirectory } from '../../../runs/directory.ts';
import type { Overviews } from '../../../runs/overview.ts';
import { readRunFile } from '../../../runs/run-file.ts';
import type { Method, Params, Result } from '../../../protocol/training.ts';
import type { Log } from '../log.ts';
import type { Check } from '../parameters.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Watcher } from '../watcher.ts';

/** What requests are answered with. */
export interface Services {
  readonly scheduler: Scheduler;
  readonly watcher: Watcher;
  readonly overviews: Overviews;
  readonly changed: (run: string) => void;
  readonly log: Log;
}

export interface Context extends Services {
  /** Aborts when the client doesn't want the answer any more. */
  readonly signal: AbortSignal;
}

/** How a method is answered. Throws RetortError; whatever else is thrown is a defect. */
export interface Request<M extends Method> {
  readonly parameters: Check<Params<M>>;
  readonly answer: (params: Params<M>, context: Context) => Promise<Result<M>>;
}

/** What is said to be a run, by its real path. */
export const placeOf = async (path: string): Promise<RunDirectory> =>
  runAt(await realpath(path).catch(() => path));

/** The run at a path, by its real one. Throws RetortError `not-a-run`. */
export async function runOf(path: string): Promise<RunDirectory> {
  const run = await placeOf(path);
  await readRunFile(run);
  return run;
}
