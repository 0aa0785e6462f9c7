import type { GoldenInput } from './case.ts';
import { openInput } from './inputs.ts';

/** Samples of a batch as rows of length 1, which is all that attention keeps of a map; zeros stay zeros. */
function directions(input: GoldenInput): { readonly shape: string; readonly rows: readonly number[][] } {
  const opened = openInput(input);
  const shape: readonly number[] = opened.shape;
  const data = Array.from(opened.dataSync());
  opened.dispose();
  const width = shape.slice(1).reduce((size, length) => size * length, 1);
  const rows = Array.from({ length: shape[0] ?? 1 }, (_, sample) => {
    const row = data.slice(sample * width, (sample + 1) * width);
    const norm = Math.hypot(...row);
    return norm === 0 ? row : row.map((value) => value / norm);
  });
  return { shape: shape.join(), rows };
}

const equal = (left: readonly number[], right: readonly number[] = []): boolean =>
  left.length === right.length && left.every((value, i) => Math.abs(value - (right[i] ?? NaN)) < 1e-6);

/** Whether all samples of two batches are the same up to a positive factor. */
export function allSamplesEqual(left: GoldenInput, right: GoldenInput): boolean {
  const [a, b] = [directions(left), directions(right)];
  return a.shape === b.shape && a.rows.every((row, sample) => equal(row, b.rows[sample]));
}

/** Whether a sample of either batch is zero, or the same in both up to a positive factor. */
export function someSampleZeroOrEqual(left: GoldenInput, right: GoldenInput): boolean {
  const [a, b] = [directions(left), directions(right)];
  return (
    [...a.rows, ...b.rows].some((row) => row.every((value) => value === 0)) ||
    (a.shape === b.shape && a.rows.some((row, sample) => equal(row, b.rows[sample])))
  );
}
