import { describe, expect, test } from 'vitest';
import { parseColour, luminance, withAlpha } from '../../../webview/charts/colour.ts';
import { decodeColumns } from '../../../webview/charts/columns.ts';
import { lookOf } from '../../../webview/charts/look.ts';
import { ticks } from '../../../webview/charts/ticks.ts';

describe('ticks', () => {
  test('are round and within the axis', () => {
    expect(ticks({ from: 0.03, to: 1.02 }, 'linear', 5)).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks({ from: 1, to: 1000 }, 'log', 9)).toEqual([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]);
    expect(ticks({ from: 1e-8, to: 1 }, 'log', 4)).toEqual([1e-8, 1e-6, 1e-4, 1e-2, 1]);
  });

  test('are multiples where a logarithmic axis spans less than a power of ten', () => {
    expect(ticks({ from: 2, to: 4 }, 'log', 4)).toEqual(
      [2, 2.5, 3, 3.5, 4].filter((tick) => tick % 0.5 === 0),
    );
  });

  test('are none of nothing', () => {
    expect(ticks({ from: 1, to: 1 }, 'linear', 5)).toEqual([]);
  });
});

describe('looks of series', () => {
  test('differ in colour and dash for thirty-six series, and neighbours in both', () => {
    const looks = Array.from({ length: 36 }, (_, index) => lookOf(index));
    expect(new Set(looks.map((look) => JSON.stringify(look))).size).toBe(36);
    looks.slice(1).forEach((look, index) => {
      expect(look.colour).not.toBe(looks[index]?.colour);
      expect(look.dash).not.toEqual(looks[index]?.dash);
    });
  });
});

describe('colours of themes', () => {
  test('are hexadecimal or functions; system colours stay as they are', () => {
    expect(parseColour('#59a4f9')).toEqual([0x59, 0xa4, 0xf9]);
    expect(parseColour('rgba(234, 92, 0, 0.33)')).toEqual([234, 92, 0]);
    expect(withAlpha('rgba(234, 92, 0, 0.33)', 1)).toBe('rgba(234, 92, 0, 1)');
    expect(withAlpha('CanvasText', 0.3)).toBe('CanvasText');
    expect(luminance([255, 255, 255])).toBeCloseTo(1, 9);
  });
});

describe('columns from the host', () => {
  const base64 = (...values: readonly number[]): string =>
    Buffer.from(Float64Array.from(values).buffer).toString('base64');

  test('are float64 again', () => {
    const { x, columns } = decodeColumns({
      x: base64(1, 2),
      columns: { loss: { min: base64(0.5, NaN), max: base64(1.5, NaN), last: base64(1, NaN) } },
    });
    expect([...x]).toEqual([1, 2]);
    expect([...(columns.loss?.max ?? [])]).toEqual([1.5, NaN]);
  });

  test('are decoded once where each point stands for one row', () => {
    const same = base64(3, 4);
    const { columns } = decodeColumns({
      x: base64(1, 2),
      columns: { a: { min: same, max: same, last: same } },
    });
    expect(columns.a?.min).toBe(columns.a?.last);
  });
});
