import { describe, expect, test } from 'vitest';
import { csv } from '../../../webview/charts/csv.ts';
import type { LineChartContent } from '../../../webview/charts/content.ts';
import { heatTable } from '../../../webview/charts/heat-content.ts';
import { heatSvg } from '../../../webview/charts/heat-svg.ts';
import { lineSvg } from '../../../webview/charts/line-svg.ts';
import { lineTable } from '../../../webview/charts/line-table.ts';
import { lookOf, type Theme } from '../../../webview/charts/look.ts';

const theme: Theme = {
  foreground: '#111111',
  muted: '#555555',
  grid: '#dddddd',
  background: '#ffffff',
  accent: '#0000ff',
  warning: '#ff8800',
  font: 'sans-serif',
  series: ['#0000ff', '#ff8800'],
};

const hostile = '</text><script>alert("x")</script>\u0000&';

const content: LineChartContent = {
  title: 'Loss',
  x: Float64Array.of(1, 2, 3, 4),
  lines: [
    {
      id: 'kd',
      label: hostile,
      look: lookOf(1),
      values: Float64Array.of(4, 3, NaN, 1),
      raw: Float64Array.of(4, 2, NaN, 1),
      band: { min: Float64Array.of(3, 2, NaN, 0.5), max: Float64Array.of(5, 4, NaN, 2) },
      marks: false,
    },
  ],
  references: [{ label: 'teacher', value: 2, look: lookOf(0) }],
  view: { from: 1, to: 3 },
  limits: { from: 1, to: 4 },
  xKind: 'linear',
  yKind: 'linear',
  xLabel: 'step',
  yLabel: 'loss',
  formatX: String,
  formatY: String,
};

describe('a table of a chart', () => {
  test('holds what is in view, as measured and as drawn', () => {
    const { columns, rows } = lineTable(content, 'smoothed');
    expect(columns).toEqual(['step', hostile, `${hostile} (smoothed)`, 'teacher']);
    expect(rows).toEqual([
      [1, 4, 4, 2],
      [2, 2, 3, 2],
      [3, null, null, 2],
    ]);
  });
});

describe('CSV', () => {
  const table = (rows: readonly (readonly (string | number | null)[])[]) => ({
    caption: '',
    columns: ['a', 'b'],
    rows,
  });

  test('quotes what would end a field, and leaves what is unknown empty', () => {
    expect(
      csv(
        table([
          ['x,"y"\n', 1.5],
          [NaN, null],
        ]),
      ),
    ).toBe('a,b\r\n"x,""y""\n",1.5\r\n,\r\n');
  });

  test('lets no spreadsheet run a name as a formula', () => {
    expect(
      csv(
        table([
          ['=HYPERLINK("x")', '@a'],
          ['-b', -1],
        ]),
      ),
    ).toBe('a,b\r\n"\'=HYPERLINK(""x"")",\'@a\r\n\'-b,-1\r\n');
  });
});

describe('SVG', () => {
  test('of lines has band, raw and smoothed line, reference and names, and nothing outside of them', () => {
    const svg = lineSvg(content, theme);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="960"/);
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('\u0000');
    expect(svg).toContain('&lt;/text&gt;&lt;script&gt;alert(&quot;x&quot;)');
    expect(svg).not.toContain('NaN');
    expect(svg.match(/fill-opacity="0.18"/g)).toHaveLength(1);
    expect(svg.match(/stroke-opacity="0.35"/g)).toHaveLength(1);
    expect(svg).toContain('>teacher</text>');
  });

  test('of a logarithmic chart leaves out what is not positive', () => {
    const line = { ...content.lines[0], values: Float64Array.of(0, -1, 10, 100), raw: null, band: null };
    const svg = lineSvg(
      { ...content, yKind: 'log', lines: [{ id: 'a', label: 'a', look: lookOf(0), marks: false, ...line }] },
      theme,
    );
    expect(svg).not.toMatch(/NaN|Infinity/);
  });

  test('of a heat map has a rectangle a value, hollow where it is unknown', () => {
    const heat = {
      title: 'CKA',
      rows: ['a', hostile],
      columns: ['1', '2'],
      values: [Float64Array.of(0, 1), Float64Array.of(NaN, 0.5)],
      from: 0,
      to: 1,
      meaning: 'agreement' as const,
      rowLabel: 'pair',
      columnLabel: 'step',
      axis: {
        x: Float64Array.of(1, 2),
        view: { from: 1, to: 2 },
        limits: { from: 1, to: 2 },
        kind: 'linear' as const,
        format: String,
      },
      format: (value: number) => value.toFixed(2),
    };
    const svg = heatSvg(heat, theme);
    expect(svg.match(/<rect /g)).toHaveLength(5);
    expect(svg.match(/<rect [^>]*fill="none"/g)).toHaveLength(1);
    expect(svg).not.toContain('<script');
    expect(heatTable(heat).rows).toEqual([
      ['1', 0, null],
      ['2', 1, 0.5],
    ]);
  });
});
