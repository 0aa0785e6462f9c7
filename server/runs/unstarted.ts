import type { Failure } from '../protocol/problem.ts';
import { listAttempts } from './attempts.ts';
import type { RunDirectory } from './directory.ts';
import { lockState } from './lock.ts';
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
  const held = file.lock !== null && (await lockState(file.lock)) !== 'dead';
  if (held || file.state === 'finished' || (await newestAttempt(run)) !== attempt) return;
  // One that had been trained before, and was to go on, is what it was.
  if (state === 'stopped' && file.state !== 'queued') return;
  await replaceRunFile(run, { ...file, state, failure, lock: null, updatedAt: new Date().toISOString() });
}
