import uPlot from 'uplot';
import type { Column } from './columns.ts';
import type { AxisKind } from './interval.ts';

const linear = uPlot.paths.linear?.();

type Band = Pick<Column, 'min' | 'max'>;
type Kinds = Readonly<Record<'x' | 'y', AxisKind>>;

/**
 * The line of a series, and the area between the least and the greatest values that its points stand for.
 * @param bandNow asked whenever the plot has new values.
 * @param kinds of its axes.
 */
export function bandPath(bandNow: () => Band | null, kinds: Kinds): uPlot.Series.PathBuilder {
  return (plot, series, first, last) => {
    const line = linear?.(plot, series, first, last) ?? null;
    const band = bandNow();
    return line === null || band === null ? line : { ...line, fill: area(plot, band, kinds, [first, last]) };
  };
}

function area(plot: uPlot, band: Band, kinds: Kinds, [first, last]: readonly [number, number]): Path2D {
  const path = new Path2D();
  const [x] = plot.data;
  // Looked up once, not by asking the plot for each point.
  const [toX, toY] = [positions(plot, 'x', kinds.x), positions(plot, 'y', kinds.y)];
  const lineTo = (index: number, values: Float64Array): void => {
    const value = values[index] ?? NaN;
    if (Number.isFinite(value)) path.lineTo(toX(x[index] ?? NaN), toY(value));
  };
  for (let index = first; index <= last; index++) lineTo(index, band.max);
  for (let index = last; index >= first; index--) lineTo(index, band.min);
  path.closePath();
  return path;
}

/** Pixels of the canvas from values of a scale that has been set. */
function positions(plot: uPlot, name: 'x' | 'y', kind: AxisKind): (value: number) => number {
  const { min = 0, max = 1 } = plot.scales[name] ?? {};
  const [from, to] = [plot.valToPos(min, name, true), plot.valToPos(max, name, true)];
  const along = kind === 'log' ? Math.log : (value: number): number => value;
  const [low, high] = [along(min), along(max)];
  const scale = (to - from) / (high - low);
  return (value) => from + (along(value) - low) * scale;
}
