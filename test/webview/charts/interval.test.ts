import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { clamp, middle, pan, zoom } from '../../../webview/charts/interval.ts';

const limits = { from: 1, to: 1001 };

describe('an interval of an axis', () => {
  test('is panned by a share of its width, and no further than there is something', () => {
    expect(pan({ from: 101, to: 201 }, 0.5, limits)).toEqual({ from: 151, to: 251 });
    expect(pan({ from: 11, to: 111 }, -0.5, limits)).toEqual({ from: 1, to: 101 });
    expect(pan({ from: 801, to: 1001 }, 0.5, limits)).toEqual({ from: 801, to: 1001 });
  });

  test('is zoomed around a value that keeps its place', () => {
    const before = { from: 100, to: 300 };
    const after = zoom(before, { around: 150, factor: 0.5 }, limits);
    expect(after).toEqual({ from: 125, to: 225 });
    expect((150 - after.from) / (after.to - after.from)).toBe(
      (150 - before.from) / (before.to - before.from),
    );
  });

  test('is everything when it is zoomed out far', () => {
    expect(zoom({ from: 400, to: 600 }, { around: 500, factor: 100 }, limits)).toEqual(limits);
  });

  test('is panned and zoomed by ratios on a logarithmic axis', () => {
    const panned = pan({ from: 10, to: 100 }, 0.5, limits, 'log');
    expect(panned.from).toBeCloseTo(10 * Math.sqrt(10), 9);
    expect(panned.to / panned.from).toBeCloseTo(10, 9);
    expect(middle({ from: 10, to: 1000 }, 'log')).toBeCloseTo(100, 9);
  });

  test('never leaves its limits and never grows by that', () => {
    const value = fc.double({ min: -2000, max: 3000, noNaN: true });
    fc.assert(
      fc.property(value, fc.double({ min: 1e-3, max: 5000, noNaN: true }), (from, width) => {
        const clamped = clamp({ from, to: from + width }, limits);
        expect(clamped.from).toBeGreaterThanOrEqual(limits.from);
        expect(clamped.to).toBeLessThanOrEqual(limits.to + 1e-9);
        expect(clamped.to - clamped.from).toBeLessThanOrEqual(width + 1e-9);
      }),
    );
  });
});
