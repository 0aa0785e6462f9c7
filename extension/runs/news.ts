import type { RunSummary } from '../../server/protocol/training.ts';
import { isActive } from './item.ts';

/** Runs that failed or were finished since a reading in which they were still active. */
export function ended(
  before: ReadonlyMap<string, RunSummary>,
  now: readonly RunSummary[],
): readonly RunSummary[] {
  return now.filter((run) => {
    const earlier = before.get(run.run);
    const over = run.state === 'failed' || run.state === 'finished';
    return over && earlier !== undefined && isActive(earlier);
  });
}
