import { expect, test } from 'vitest';
import { apart, median, spread } from './statistics.ts';

test('the median of an even count is the upper of the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(3);
  expect(median([])).toBeNaN();
});

test('a spread holds the ends and the middle', () => {
  expect(spread([2, 9, 1])).toEqual({ minimum: 1, median: 2, maximum: 9 });
});

test('losses are as far apart as their worst step', () => {
  expect(apart([2, 1], [2, 1.1])).toBeCloseTo(0.1, 12);
  expect(apart([2, 1], [2, 1])).toBe(0);
});

test('a loss that is no number, or is not there, is infinitely far', () => {
  expect(apart([2, 1], [2, Number.NaN])).toBe(Number.POSITIVE_INFINITY);
  expect(apart([2, 1], [2])).toBe(Number.POSITIVE_INFINITY);
});
