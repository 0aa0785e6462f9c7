import type { Cursor } from '../distill/checkpoints/cursor.ts';

/**
 * Steps of the checkpoints to keep: the newest `keepLast` (at least one), the `keepBest` that last were the best so far,
 * and for each kept one the checkpoint that its cursor calls the best, without which it can't be resumed.
 */
export function kept(
  cursors: ReadonlyMap<number, Cursor>,
  { keepLast, keepBest }: { readonly keepLast: number; readonly keepBest: number },
): ReadonlySet<number> {
  const newestFirst = [...cursors.keys()].sort((a, b) => b - a);
  const bestFirst = [...new Set(newestFirst.flatMap((step) => cursors.get(step)?.best?.step ?? []))]
    .filter((step) => cursors.has(step))
    .sort((a, b) => b - a);
  const keep = new Set([...newestFirst.slice(0, Math.max(1, keepLast)), ...bestFirst.slice(0, keepBest)]);
  // A set grows while it is walked through: references of references are followed.
  for (const step of keep) {
    const best = cursors.get(step)?.best?.step;
    if (best !== undefined && cursors.has(best)) keep.add(best);
  }
  return keep;
}
