import type { RunSummary } from '../../server/protocol/training.ts';

/**
 * Runs that failed or were finished since the reading before. One that was stopped then was resumed in between: it can
 * be over again before anybody reads that it is at work.
 */
export function ended(
  before: ReadonlyMap<string, RunSummary>,
  now: readonly RunSummary[],
): readonly RunSummary[] {
  return now.filter((run) => {
    const earlier = before.get(run.run);
    const over = run.state === 'failed' || run.state === 'finished';
    return over && earlier !== undefined && earlier.state !== run.state && earlier.state !== 'damaged';
  });
}
