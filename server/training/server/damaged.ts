import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { plainFailure, RetortError } from '../../protocol/failure.ts';
import type { Failure } from '../../protocol/problem.ts';
import type { RunSummary } from '../../protocol/training.ts';
import { readAnnotations } from '../../runs/annotations.ts';
import type { RunDirectory } from '../../runs/directory.ts';
import { readRunFile } from '../../runs/run-file.ts';
import { say } from '../../text/say.ts';

/** What lists show of a run, or, where it can't be read, that it is damaged. Throws where there is no run (any more). */
export const orDamaged = (run: RunDirectory, read: () => Promise<RunSummary>): Promise<RunSummary> =>
  read().catch((error: unknown) => damagedSummary(run, error));

/**
 * A run whose files can't be read, and why: it takes room, may be worth mending, and must not just be gone. Throws the
 * error itself where the folder is no run: it has no `run.json`.
 */
export async function damagedSummary(run: RunDirectory, error: unknown): Promise<RunSummary> {
  const written = await stat(join(run.path, 'run.json')).catch(() => null);
  if (written === null) throw error;
  // It may be another file that is torn.
  const file = await readRunFile(run).catch(() => null);
  return {
    run: run.path,
    id: run.id,
    name: file?.name ?? run.id,
    workspace: dirname(dirname(dirname(run.path))),
    recipe: join(run.path, 'recipe.distill.yaml'),
    state: 'damaged',
    queuePosition: null,
    progress: file?.progress ?? { step: 0, steps: 0, activity: '' },
    loss: null,
    createdAt: file?.createdAt ?? written.mtime.toISOString(),
    elapsedMs: null,
    leftMs: null,
    backend: file?.backend ?? '',
    metric: null,
    failure: failureOf(run, error),
    ...(await readAnnotations(run)),
  };
}

const failureOf = (run: RunDirectory, error: unknown): Failure => ({
  where: run.path,
  ...(error instanceof RetortError
    ? plainFailure(error)
    : {
        code: 'broken-run',
        message: say`Run ${run.id} can't be read: ${error instanceof Error ? error.message : String(error)}.`,
      }),
  next: say`Restore its files from a copy, or delete the run.`,
});
