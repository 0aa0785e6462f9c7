import { expect } from 'vitest';

/** How far a backend may be from the reference, by what is compared. */
export interface Tolerances {
  /** Of one operation or its gradient on some hundreds of numbers, of the larger of the number and 1. */
  readonly operation: number;
  /** Of a network's taps, gradients and moving statistics, of the largest number in the tensor. */
  readonly network: number;
  /** Of parameters after 100 optimizer steps, from float64. */
  readonly optimizer: number;
  /** Of losses in the first steps of a run, relative. */
  readonly firstLosses: number;
  /**
   * Of losses after a hundred steps. A difference grows as training goes on, because each step starts from weights
   * that differ already, and a ReLU or a maximum that falls on the other side changes a whole gradient.
   */
  readonly laterLosses: number;
}

/**
 * All compute in float32, whose rounding is 2⁻²⁴ = 6e-8 a time, and none promises an order of summation.
 *
 * Operations: sums of up to 200 products of order 1 in another order, 200 · 2⁻²⁴ ≈ 1e-5 at worst; exp, erf and tanh are
 * polynomials of a few units in the last place in XNNPACK (wasm) and MLAS (onnx). Networks: some ten layers of those.
 * Optimizers: cpu and wasm round each of a dozen operations of an update to float32, onnx computes the update in
 * float64 and rounds once; the gradient comes from float32 everywhere, and Adam divides by its root mean square.
 */
const float32: Tolerances = {
  operation: 2e-5,
  network: 5e-5,
  optimizer: 2e-5,
  firstLosses: 1e-5,
  laterLosses: 1e-3,
};

const tolerances: Readonly<Record<string, Tolerances>> = { cpu: float32, wasm: float32, onnx: float32 };

export function tolerancesOf(backend: string): Tolerances {
  const found = tolerances[backend];
  if (found === undefined) throw new Error(`Say in ${import.meta.url} how far ${backend} may be off.`);
  return found;
}

interface Closeness {
  readonly tolerance: number;
  readonly scale?: number;
  /** What the numbers are, for the message. */
  readonly name: string;
}

/** Numbers within `tolerance` of the larger of the expected number and `scale`. NaN is as good as NaN. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { tolerance, scale = 1, name }: Closeness,
): void {
  expect(actual.length, `size of ${name}`).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const [value, target] = [actual[i] ?? 0, expected[i] ?? 0];
    const close =
      Object.is(value, target) || Math.abs(value - target) <= tolerance * Math.max(scale, Math.abs(target));
    // An expectation for each of a million numbers would take minutes.
    if (!close) expect.fail(`${name}, element ${i}: ${value}, expected ${target}`);
  }
}

/** Numbers within `tolerance` of the largest one expected, or of `scale` if that is larger. */
export function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>, options: Closeness): void {
  const largest = Array.from(expected).reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  expectClose(actual, expected, { ...options, scale: Math.max(largest, options.scale ?? 0) });
}
