/** The middle of the sorted values; the upper one of two. NaN of none. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Smallest, middle and largest. */
export interface Spread {
  readonly minimum: number;
  readonly median: number;
  readonly maximum: number;
}

export const spread = (values: readonly number[]): Spread => ({
  minimum: Math.min(...values),
  median: median(values),
  maximum: Math.max(...values),
});

/**
 * How far two engines' losses are apart: the largest difference relative to the first's.
 *
 * Example: [2, 1] and [2, 1.1] are 0.1 apart. A NaN is infinitely far.
 */
export function apart(reference: readonly number[], losses: readonly number[]): number {
  const differences = reference.map(
    (value, index) => Math.abs((losses[index] ?? Number.NaN) - value) / Math.abs(value),
  );
  return differences.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(...differences);
}
