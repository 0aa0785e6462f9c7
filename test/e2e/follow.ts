import type { WorkerNotice } from '../../server/protocol/worker.ts';
import type { RunDirectory } from '../../server/runs/directory.ts';
import { startWorker, type StartedWorker } from '../../server/training/start.ts';
import { program } from '../program.ts';

export type Ended = Extract<WorkerNotice, { type: 'ended' }>;

/** Starts the bundled worker on a run. */
export const start = (run: RunDirectory): StartedWorker =>
  startWorker(run.path, { program: program('worker') });

/** Follows a worker to its end; `interfere` is called with each step it tells of. */
export async function follow(
  worker: StartedWorker,
  interfere: (step: number) => void = () => undefined,
): Promise<Ended> {
  for await (const notice of worker.notices) {
    if (notice.type === 'progress') interfere(notice.progress.step);
    if (notice.type === 'ended') return notice;
  }
  throw new Error('The worker ended without saying so.');
}
