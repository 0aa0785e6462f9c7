/**
 * Samples of each part of a batch: shares of the whole, rounded so that they add up (largest remainder, the earlier
 * part on a tie), each at least 1. Null when there are more parts than samples.
 */
export function splitBatch(batch: number, shares: readonly number[]): readonly number[] | null {
  if (shares.length === 0 || shares.length > batch) return null;
  const total = shares.reduce((sum, share) => sum + share, 0);
  const exact = shares.map((share) => (batch * share) / total);
  const counts = exact.map((part) => Math.max(1, Math.floor(part)));
  let left = batch - counts.reduce((sum, count) => sum + count, 0);
  const byRemainder = exact
    .map((part, index) => ({ index, remainder: part - (counts[index] ?? 0) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder) {
    if (left <= 0) break;
    counts[index] = (counts[index] ?? 0) + 1;
    left -= 1;
  }
  // Raising small parts to 1 may have taken too much: the largest give it back.
  while (left < 0) {
    const largest = counts.indexOf(Math.max(...counts));
    counts[largest] = (counts[largest] ?? 0) - 1;
    left += 1;
  }
  return counts;
}

/** Steps in which the slowest part of a mix is passed over once; at least 1. */
export const stepsPerEpochOf = (
  parts: readonly { readonly size: number; readonly samples: number }[],
): number => Math.max(1, ...parts.map(({ size, samples }) => Math.floor(size / samples)));
