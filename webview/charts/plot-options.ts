import { withAlpha } from './colour.ts';
import uPlot from 'uplot';
import { bandPath } from './band-path.ts';
import { drawable, type LineChartContent } from './content.ts';
import type { AxisKind } from './interval.ts';
import { colourOf, type Theme } from './look.ts';
import { ticks } from './ticks.ts';

/** uPlot's names for kinds of scales exist only while types are checked. */
const distributions: Readonly<Record<AxisKind, unknown>> = { linear: 1, log: 3 };
const distribution = (kind: AxisKind) => distributions[kind] as uPlot.Scale.Distr;
const faint = 0.35;
const fainter = 0.18;

type Values = (number | null)[];

/** What uPlot takes: a series for the raw values where there are any, then one for the line. */
export function alignedData({ x, lines, yKind }: LineChartContent): uPlot.AlignedData {
  // A plain loop: with many long lines the iterator of Array.from shows in profiles.
  const known = (values: Float64Array): Values => {
    const found: Values = new Array<number | null>(values.length);
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? NaN;
      found[index] = drawable(value, yKind) ? value : null;
    }
    return found;
  };
  return [
    x,
    ...lines.flatMap(({ values, raw }) => (raw === null ? [known(values)] : [known(raw), known(values)])),
  ];
}

/** @param now the content that is shown when the plot draws: it outlives the one it was made for. */
export function plotSeries(now: () => LineChartContent, theme: Theme): uPlot.Series[] {
  const { lines, xKind, yKind } = now();
  return [
    {},
    ...lines.flatMap(({ look, raw, band, marks }, index): uPlot.Series[] => {
      const paths = bandPath(() => now().lines[index]?.band ?? null, { x: xKind, y: yKind });
      const stroke = colourOf(theme, look);
      const common = { auto: false, spanGaps: true, points: { show: false } };
      const fill = band === null ? {} : { fill: withAlpha(stroke, fainter) };
      const line: uPlot.Series = {
        ...common,
        ...(raw === null ? fill : {}),
        stroke,
        width: 1.75,
        dash: [...look.dash],
        ...(raw === null ? { paths } : {}),
        points: marks ? { show: true, size: 5, fill: theme.background, stroke, width: 1.5 } : { show: false },
      };
      if (raw === null) return [line];
      return [{ ...common, ...fill, stroke: withAlpha(stroke, faint), width: 1, paths }, line];
    }),
  ];
}

export function plotAxes(content: LineChartContent, theme: Theme): uPlot.Axis[] {
  const font = `11px ${theme.font}`;
  const common = { stroke: theme.muted, font, labelFont: font };
  const lines = { stroke: theme.grid, width: 1 };
  const axis = (kind: AxisKind, spacing: number, format: (value: number) => string): uPlot.Axis => ({
    ...common,
    grid: lines,
    ticks: { ...lines, size: 4 },
    splits: (plot, index, from, to) => [
      ...ticks(
        { from, to },
        kind,
        Math.max(2, Math.floor((index === 0 ? plot.bbox.width : plot.bbox.height) / uPlot.pxRatio / spacing)),
      ),
    ],
    filter: (_, splits) => splits,
    values: (_, splits) => splits.map(format),
  });
  return [
    { ...axis(content.xKind, 80, content.formatX), label: content.xLabel, labelSize: 18, size: 26 },
    {
      ...axis(content.yKind, 34, content.formatY),
      label: content.yLabel,
      labelSize: 18,
      // uPlot asks once before there are values.
      size: (_, values: readonly string[] | null) =>
        14 + 6.5 * Math.max(3, ...(values ?? []).map((text) => text.length)),
    },
  ];
}

export const plotScales = (content: LineChartContent): uPlot.Scales => ({
  x: {
    time: false,
    auto: false,
    distr: distribution(content.xKind),
    range: (_, from, to) => [from, to],
  },
  y: { auto: false, distr: distribution(content.yKind), range: (_, from, to) => [from, to] },
});

/** Horizontal lines from edge to edge, below the others. */
export function drawReferences(plot: uPlot, { references }: LineChartContent, theme: Theme): void {
  const { ctx, bbox } = plot;
  ctx.save();
  for (const { value, look } of references) {
    const y = plot.valToPos(value, 'y', true);
    ctx.strokeStyle = colourOf(theme, look);
    ctx.lineWidth = 1.25 * uPlot.pxRatio;
    ctx.setLineDash(look.dash.map((length) => length * uPlot.pxRatio));
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}
