import { describe, expect, test } from 'vitest';
import { sinceStart, straightLines } from '../../../webview/charts/x-map.ts';

describe('from steps to another unit', () => {
  const map = straightLines(Float64Array.of(1, 11, 21), Float64Array.of(0, 100, 400));

  test('goes along straight lines, and back', () => {
    expect([1, 6, 11, 16, 21].map(map.toX)).toEqual([0, 50, 100, 250, 400]);
    for (const step of [1, 3, 11, 15.5, 21]) expect(map.toStep(map.toX(step))).toBeCloseTo(step, 9);
  });

  test('goes on beyond both ends', () => {
    expect(map.toX(31)).toBe(700);
    expect(map.toX(0)).toBe(-10);
  });

  test('stays with steps where nothing has been measured', () => {
    expect(straightLines(Float64Array.of(1), Float64Array.of(5)).toX(7)).toBe(7);
  });
});

describe('time since a training began', () => {
  const column = (last: readonly number[], max = last) => ({
    min: Float64Array.from(last),
    max: Float64Array.from(max),
    last: Float64Array.from(last),
  });

  test('begins at 0', () => {
    expect([...sinceStart(column([500, 600, 700]))]).toEqual([0, 100, 200]);
  });

  test('adds up attempts, each of which has a clock of its own', () => {
    expect([...sinceStart(column([100, 200, 50, 150]))]).toEqual([0, 100, 150, 250]);
  });

  test('knows where an attempt ended from the greatest of a point that holds its end', () => {
    expect([...sinceStart(column([100, 50, 150], [100, 260, 150]))]).toEqual([0, 210, 310]);
  });
});
