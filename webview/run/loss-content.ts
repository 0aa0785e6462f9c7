import { type Columns, hasValues } from '../charts/columns.ts';
import type { LineChartContent } from '../charts/content.ts';
import { smooth } from '../charts/smoothing.ts';
import { lookOf } from '../charts/look.ts';
import type { Context } from './context.ts';
import type { Shown } from './shown.ts';
import { type LossColumn, termName } from './loss-columns.ts';
import type { XAxis } from './x-axis.ts';

/** A column's values can be drawn; its place among all columns decides how it looks, so that looks don't change. */
interface Visible {
  readonly column: LossColumn;
  readonly index: number;
}

/** Columns that say anything in this training: a baseline has no terms that read a teacher. */
export const withValues = (columns: readonly LossColumn[], data: Columns): readonly Visible[] =>
  columns.flatMap((column, index) => {
    const values = data.columns[column.column]?.last;
    return values !== undefined && hasValues(values) ? [{ column, index }] : [];
  });

export const lossLabel = ({ term }: LossColumn, { stage }: Shown, { text }: Context): string =>
  term === null ? text.chart.total : termName(stage, term);

/** The loss chart as it is drawn, from what was read and how it is looked at. */
export function lossContent(
  context: Context,
  shown: Shown,
  read: { readonly columns: readonly LossColumn[]; readonly data: Columns; readonly axis: XAxis },
): LineChartContent {
  const { text, numbers } = context;
  const { smoothing, hidden, kind, logY, x } = context.view();
  const { data, axis } = read;
  return {
    title: text.chart.loss,
    x: data.x.map(axis.map.toX),
    lines: withValues(read.columns, data).flatMap(({ column, index }) => {
      const values = data.columns[column.column];
      if (values === undefined || hidden.includes(column.id)) return [];
      return [
        {
          id: column.id,
          label: lossLabel(column, shown, context),
          look: lookOf(index),
          values: smooth(values.last, smoothing),
          raw: smoothing === 0 ? null : values.last,
          band: values.min === values.last ? null : values,
          marks: false,
        },
      ];
    }),
    references: [],
    view: axis.view,
    limits: axis.limits,
    xKind: axis.kind,
    yKind: logY ? 'log' : 'linear',
    xLabel: text.chart.x[x],
    yLabel: text.chart.yAxis[kind],
    formatX: x === 'time' ? numbers.duration : x === 'step' ? numbers.whole : numbers.short,
    formatY: kind === 'share' ? numbers.percent : numbers.short,
  };
}
