import type { Failure } from '../protocol/problem.ts';
import { listAttempts } from './attempts.ts';
import type { RunDirectory } from './directory.ts';
import { readRunFile, replaceRunFile } from './run-file.ts';

/** Number of the newest attempt at a run; 0 before the first. */
export const newestAttempt = async (run: RunDirectory): Promise<number> =>
  (await listAttempts(run)).at(-1) ?? 0;

/**
 * Writes into `run.json` how a queued run ended before any process took it: it left the queue, or could not be started.
 * Leaves alone what some process has taken meanwhile. Throws RetortError `not-a-run`, `disk-full`, `read-only`.
 */
export async function endUnstarted(
  run: RunDirectory,
  {
    attempt,
    state,
    failure,
  }: { readonly attempt: number; readonly state: 'stopped' | 'failed'; readonly failure: Failure | null },
): Promise<void> {
  const file = await readRunFile(run);
  if (file.lock !== null || file.state === 'finished' || (await newestAttempt(run)) !== attempt) return;
  await replaceRunFile(run, { ...file, state, failure, updatedAt: new Date().toISOString() });
}
