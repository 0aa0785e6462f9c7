import type { Values } from './example.ts';

/** [rows][size] from a row-major list. */
export const rowsOf = (values: readonly number[], size: number): number[][] =>
  Array.from({ length: values.length / size }, (_, row) => values.slice(row * size, (row + 1) * size));

export const columnsOf = (values: readonly number[], size: number): number[][] =>
  Array.from({ length: size }, (_, column) => rowsOf(values, size).map((row) => row[column] ?? NaN));

export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
export const average = (values: readonly number[]): number => total(values) / values.length;
export const at = (values: readonly number[], index: number): number => values[index] ?? NaN;

/** Log-probabilities of one row of logits. */
export function logSoftmax(logits: readonly number[]): number[] {
  const largest = Math.max(...logits);
  const log = largest + Math.log(total(logits.map((logit) => Math.exp(logit - largest))));
  return logits.map((logit) => logit - log);
}

/** Values minus their mean over their biased standard deviation. */
export function standardised(values: readonly number[], epsilon: number): number[] {
  const mean = average(values);
  const variance = average(values.map((value) => (value - mean) ** 2));
  return values.map((value) => (value - mean) / Math.sqrt(variance + epsilon));
}

/** The normal distribution function, by Simpson's rule on its density. */
export function normalDistribution(x: number): number {
  const intervals = 400;
  const density = (t: number): number => Math.exp(-(t * t) / 2) / Math.sqrt(2 * Math.PI);
  const parts = Array.from({ length: intervals + 1 }, (_, i) => {
    const weight = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2;
    return weight * density((x * i) / intervals);
  });
  return 0.5 + (total(parts) * x) / intervals / 3;
}

/** Gradient of Σ weights·f by one input, by central differences. */
export function differences(
  f: (values: Values) => readonly number[],
  point: Values,
  name: string,
  weights: readonly number[],
): number[] {
  const step = 1e-5;
  const values = point[name] ?? [];
  const moved = (index: number, by: number): number => {
    const changed = values.map((value, i) => (i === index ? value + by : value));
    return total(f({ ...point, [name]: changed }).map((value, i) => value * at(weights, i)));
  };
  return values.map((_, index) => (moved(index, step) - moved(index, -step)) / (2 * step));
}
