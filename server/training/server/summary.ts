import { dirname } from 'node:path';
import type { RunSummary } from '../../protocol/training.ts';
import type { RunDirectory } from '../../runs/directory.ts';
import type { Overview } from '../../runs/overview.ts';
import type { Services } from './requests/context.ts';

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
  const queuePosition = scheduler.position(run.path);
  return {
    run: run.path,
    id: run.id,
    name: file.name,
    workspace: dirname(dirname(dirname(run.path))),
    recipe,
    state: stateOf(overview, {
      queued: queuePosition !== null,
      stopping: scheduler.isStopping(run.path),
      starting: scheduler.works(run.path) || training.has(run.path),
    }),
    queuePosition,
    progress: file.progress,
    loss,
    createdAt: file.createdAt,
    elapsedMs,
    leftMs,
    backend: file.backend,
    metric,
    failure: file.failure,
    ...annotations,
  };
}

interface Known {
  readonly queued: boolean;
  readonly stopping: boolean;
  readonly starting: boolean;
}

function stateOf({ state }: Overview, { queued, stopping, starting }: Known): RunSummary['state'] {
  if (state === 'running') return stopping ? 'stopping' : 'running';
  if (state === 'finished' || state === 'stopping') return state;
  if (queued || starting) return 'queued';
  // It says that it waits, and nobody knows of it: whoever made it is gone.
  return state === 'queued' ? 'interrupted' : state;
}
