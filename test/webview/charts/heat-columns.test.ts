import { describe, expect, test } from 'vitest';
import { columnSpans } from '../../../webview/charts/heat-columns.ts';
import { position, valueAt, type AxisKind } from '../../../webview/charts/interval.ts';
import type { HeatContent } from '../../../webview/charts/heat-content.ts';

const heat = (more: Partial<HeatContent>): HeatContent => ({
  title: '',
  rows: ['a'],
  columns: [],
  values: [],
  from: 0,
  to: 1,
  meaning: 'agreement',
  rowLabel: '',
  columnLabel: '',
  axis: null,
  format: String,
  ...more,
});

const along = (x: readonly number[], from: number, to: number, kind: AxisKind = 'linear') =>
  columnSpans(
    heat({
      axis: {
        x: Float64Array.from(x),
        view: { from, to },
        limits: { from: 1, to: 1000 },
        kind,
        format: String,
      },
    }),
    100,
    400,
  ).map((span) => [span.x, span.width]);

describe('columns of a heat map', () => {
  test('reach halfway to their neighbours along an axis, however far those are', () => {
    expect(along([10, 20, 60], 0, 100)).toEqual([
      [120, 40],
      [160, 100],
      [260, 160],
    ]);
  });

  test('end with the view, and have no width beyond it', () => {
    expect(along([10, 20, 30, 40], 20, 28)).toEqual([
      [100, 0],
      [100, 250],
      [350, 150],
      [500, 0],
    ]);
  });

  test('fill the view where there is one alone', () => {
    expect(along([7], 1, 10)).toEqual([[100, 400]]);
  });

  test('get narrower with ratios on a logarithmic axis, which holds no 0', () => {
    const [first, second] = along([1, 10, 100], 1, 100, 'log');
    expect(first?.[0]).toBe(100);
    expect(first?.[1]).toBeCloseTo(400 * (Math.log10(5.5) / 2), 9);
    expect(second?.[1]).toBeCloseTo(400 * (Math.log10(10) / 2), 9);
  });

  test('are equally wide where they have names', () => {
    const spans = columnSpans(heat({ columns: ['a', 'b'] }), 100, 1000);
    expect(spans).toEqual([
      { x: 100, width: 96 },
      { x: 196, width: 96 },
    ]);
  });
});

test.each(['linear', 'log'] as const)('a place on a %s axis leads back to its value', (kind) => {
  const view = { from: 2, to: 50 };
  const place = position(view, kind, 0, 1);
  for (const value of [2, 3, 17.5, 50]) expect(valueAt(view, kind, place(value))).toBeCloseTo(value, 9);
});
