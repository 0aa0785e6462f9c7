import { expect, test } from 'vitest';
import { valueAt } from '../../server/distill/schedule.ts';

const ramp = (shape: 'linear' | 'cosine' | 'exponential', from: number, to: number) => (step: number) =>
  valueAt({ kind: 'ramp', from, to, steps: 4, shape }, step);

test('a constant is the same at every step', () => {
  expect([0, 1, 1000].map((step) => valueAt({ kind: 'constant', value: 0.3 }, step))).toEqual([
    0.3, 0.3, 0.3,
  ]);
});

test('a linear ramp moves evenly and holds its end', () => {
  expect([0, 1, 2, 3, 4, 9].map(ramp('linear', 4, 0))).toEqual([4, 3, 2, 1, 0, 0]);
});

test('a cosine ramp is half way in the middle and holds its end exactly', () => {
  const at = ramp('cosine', 0.002, 0);
  expect(at(0)).toBe(0.002);
  expect(at(1)).toBeCloseTo((0.002 * (1 + Math.SQRT1_2)) / 2, 12);
  expect(at(2)).toBeCloseTo(0.001, 12);
  expect([at(4), at(5)]).toEqual([0, 0]);
});

test('an exponential ramp multiplies by the same factor at each step', () => {
  const at = ramp('exponential', 16, 1);
  expect([0, 1, 2, 3, 4, 5].map((step) => Math.round(at(step) * 1e9) / 1e9)).toEqual([16, 8, 4, 2, 1, 1]);
});

test('a ramp over no steps is at its end from the start', () => {
  expect(valueAt({ kind: 'ramp', from: 1, to: 0.5, steps: 0, shape: 'linear' }, 0)).toBe(0.5);
});

test('a drop holds from its step on', () => {
  const at = (step: number) => valueAt({ kind: 'drops', from: 1, at: [3, 5], by: 0.5 }, step);
  expect([0, 2, 3, 4, 5, 6].map(at)).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25]);
});
