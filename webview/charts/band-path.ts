import uPlot from 'uplot';
import type { Column } from './columns.ts';

const linear = uPlot.paths.linear?.();

type Band = Pick<Column, 'min' | 'max'>;

/**
 * The line of a series, and the area between the least and the greatest values that its points stand for.
 * @param bandNow asked whenever the plot has new values.
 */
export function bandPath(bandNow: () => Band | null): uPlot.Series.PathBuilder {
  return (plot, series, first, last) => {
    const line = linear?.(plot, series, first, last) ?? null;
    const band = bandNow();
    return line === null || band === null ? line : { ...line, fill: area(plot, band, first, last) };
  };
}

function area(plot: uPlot, band: Band, first: number, last: number): Path2D {
  const path = new Path2D();
  const [x] = plot.data;
  const lineTo = (index: number, values: Float64Array): void => {
    const value = values[index] ?? NaN;
    if (Number.isFinite(value))
      path.lineTo(plot.valToPos(x[index] ?? NaN, 'x', true), plot.valToPos(value, 'y', true));
  };
  for (let index = first; index <= last; index++) lineTo(index, band.max);
  for (let index = last; index >= first; index--) lineTo(index, band.min);
  path.closePath();
  return path;
}
