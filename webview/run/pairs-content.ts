import { hasValues, type Columns } from '../charts/columns.ts';
import type { HeatContent } from '../charts/heat-content.ts';
import type { Context } from './context.ts';
import type { Pair } from './pairs.ts';
import type { XAxis } from './x-axis.ts';

/** A measure of a pair over the steps that were read; NaN where it has none. */
export const pairValues = ({ columns, x }: Columns, { id }: Pair, measure: string): Float64Array =>
  columns[`${id}.${measure}`]?.last ?? new Float64Array(x.length).fill(NaN);

/** Whether any pair has been measured. */
export const isMeasured = (data: Columns, pairs: readonly Pair[], measure: string): boolean =>
  pairs.some((pair) => hasValues(pairValues(data, pair, measure)));

/** The heat map of pairs over a training as it is drawn. */
export function pairsContent(
  { text, numbers, view }: Context,
  { pairs, data, axis }: { readonly pairs: readonly Pair[]; readonly data: Columns; readonly axis: XAxis },
): HeatContent {
  const { measure, x: unit } = view();
  const values = pairs.map((pair) => pairValues(data, pair, measure));
  const format = unit === 'time' ? numbers.duration : unit === 'step' ? numbers.whole : numbers.short;
  const x = data.x.map(axis.map.toX);
  const isError = measure === 'relativeError';
  return {
    title: `${text.layers.overTime}: ${text.layers.measures[measure]}`,
    rows: pairs.map(({ name }) => name),
    columns: Array.from(x, format),
    values,
    from: 0,
    to: isError ? Math.max(1, ...values.flatMap((row) => [...row.filter(Number.isFinite)])) : 1,
    meaning: isError ? 'error' : 'agreement',
    rowLabel: text.layers.pair,
    columnLabel: text.chart.x[unit],
    axis: { x, view: axis.view, limits: axis.limits, kind: axis.kind, format },
    format: numbers.hundredths,
  };
}
