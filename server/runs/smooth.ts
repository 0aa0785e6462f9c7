/**
 * Running mean over each value and its `reach` neighbours on either side, fewer at the ends. NaN doesn't count, and
 * stays where nothing else is near.
 */
export function smooth(values: readonly number[], reach: number): readonly number[] {
  return values.map((_, index) => {
    let sum = 0;
    let count = 0;
    for (let near = Math.max(0, index - reach); near <= Math.min(values.length - 1, index + reach); near++) {
      const value = values[near] ?? NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    return count === 0 ? NaN : sum / count;
  });
}
