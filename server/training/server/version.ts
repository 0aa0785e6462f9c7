/** Negative where version `a` is older than `b`, 0 where they are alike; what follows the three numbers doesn't count. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (const [index, value] of left.entries()) {
    const difference = value - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const numbers = (version: string): readonly number[] => {
  const parts = version.split(/[.+-]/, 3).map(Number);
  return [0, 1, 2].map((index) => (Number.isFinite(parts[index]) ? (parts[index] ?? 0) : 0));
};
