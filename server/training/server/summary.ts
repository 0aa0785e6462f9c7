import { dirname } from 'node:path';
import type { RunSummary } from '../../protocol/training.ts';
import type { RunDirectory } from '../../runs/directory.ts';
import type { Overview } from '../../runs/overview.ts';
import type { Services } from './requests/context.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * A run as lists show it: what its files say, and what this server alone knows about it.
 * @param training runs that have a worker, whoever started it. Throws RetortError `not-a-run`, `broken-run`.
 */
export async function summaryOf(
  run: RunDirectory,
  training: ReadonlySet<string>,
  { scheduler, overviews }: Pick<Services, 'scheduler' | 'overviews'>,
): Promise<RunSummary> {
  const overview = await overviews.read(run);
  const { file, annotations, recipe, loss, elapsedMs, leftMs, metric } = overview;
  // Its worker said why, and could not write it.
  const untold = overview.state === 'interrupted' ? scheduler.failure(run.path) : null;
  const work = scheduler.work(run.path);
  const queuePosition = scheduler.position(run.path);
  return {
    run: run.path,
    id: run.id,
    name: file.name,
    workspace: dirname(dirname(dirname(run.path))),
    recipe,
    state:
      untold !== null && work === null && queuePosition === null
        ? 'failed'
        : stateOf(overview, work, queuePosition !== null || (work === null && training.has(run.path))),
    queuePosition,
    progress: file.progress,
    loss,
    createdAt: file.createdAt,
    elapsedMs,
    leftMs,
    backend: file.backend,
    metric,
    failure: untold ?? file.failure,
    ...annotations,
  };
}

/** @param expected it waits here, or a worker that another process has started is on its way to take it. */
function stateOf(
  { state }: Overview,
  work: ReturnType<Scheduler['work']>,
  expected: boolean,
): RunSummary['state'] {
  if (state === 'running') return work === 'stopping' ? 'stopping' : 'running';
  if (state === 'finished' || state === 'stopping') return state;
  if (work === 'starting' || expected) return 'queued';
  // It says that it waits, and nobody knows of it: whoever made it is gone.
  return state === 'queued' ? 'interrupted' : state;
}
