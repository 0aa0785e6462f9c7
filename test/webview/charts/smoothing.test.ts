import { describe, expect, test } from 'vitest';
import { smooth } from '../../../webview/charts/smoothing.ts';

const values = Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6);

/** The formula as sums: Σ (1 − s)·sᵗ⁻ⁱ·xᵢ over Σ (1 − s)·sᵗ⁻ⁱ. */
const weighted = (of: Float64Array, s: number, t: number): number => {
  let [above, below] = [0, 0];
  for (let i = 0; i <= t; i++) {
    above += s ** (t - i) * (of[i] ?? NaN);
    below += s ** (t - i);
  }
  return above / below;
};

describe('smoothing', () => {
  test.each([0.1, 0.6, 0.99])('with weight %f is the weighted mean of the formula', (weight) => {
    const smoothed = smooth(values, weight);
    values.forEach((_, t) => expect(smoothed[t]).toBeCloseTo(weighted(values, weight, t), 9));
  });

  test('with weight 0 leaves values as they are', () => {
    expect(smooth(values, 0)).toBe(values);
  });

  test('begins at the first value and keeps what is constant', () => {
    expect(smooth(values, 0.9)[0]).toBeCloseTo(3, 12);
    for (const value of smooth(new Float64Array(50).fill(7), 0.97)) expect(value).toBeCloseTo(7, 12);
  });

  test('passes over what is not finite and leaves it unknown', () => {
    const smoothed = smooth(Float64Array.of(1, NaN, Infinity, 3), 0.5);
    expect([...smoothed]).toEqual([1, NaN, NaN, weighted(Float64Array.of(1, 3), 0.5, 1)]);
  });
});
