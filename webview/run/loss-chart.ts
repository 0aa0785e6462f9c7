import type { Columns } from '../charts/columns.ts';
import { lookOf } from '../charts/look.ts';
import type { XMap } from '../charts/x-map.ts';
import type { Context } from './context.ts';
import { lossColumns, type LossColumn, lossTable } from './loss-columns.ts';
import { lossContent, lossLabel, withValues } from './loss-content.ts';
import { readRange, withMargins } from './read-range.ts';
import { readXMap } from './read-x-map.ts';
import type { TimeChartSource } from './time-chart.ts';

interface LossRead {
  readonly columns: readonly LossColumn[];
  readonly data: Columns;
  readonly map: XMap;
  /** Steps there were when it was read. */
  readonly steps: number;
}

/** The terms of the loss over a training. */
export const lossChart = (context: Context): TimeChartSource<LossRead> => ({
  id: 'loss',
  title: () => context.text.chart.loss,
  height: 300,
  async load(shown, room, signal) {
    const { kind, x, zoom } = context.view();
    const columns = lossColumns(shown.stage, shown.description.tables, kind);
    const [data, map] = await Promise.all([
      readRange(
        context.host,
        shown.job,
        {
          table: lossTable(kind),
          columns: columns.map(({ column }) => column),
          range: zoom === null ? null : withMargins(zoom),
          points: Math.round(room * (zoom === null ? 1 : 1.6)),
        },
        signal,
      ),
      readXMap(context.host, shown.job, x, signal),
    ]);
    return { columns, data, map, steps: shown.steps };
  },

  needsReading: (before, now) => before.kind !== now.kind || before.x !== now.x || before.zoom !== now.zoom,

  isWhole({ steps }) {
    const { zoom } = context.view();
    return zoom !== null && withMargins(zoom).to <= steps;
  },

  newestStep: ({ data }) => data.x.at(-1) ?? 1,

  legend(shown, { columns, data }) {
    const { hidden } = context.view();
    return withValues(columns, data).map(({ column, index }) => ({
      id: column.id,
      label: lossLabel(column, shown, context),
      look: lookOf(index),
      hidden: hidden.includes(column.id),
      note: column.term === null ? context.text.chart.totalFormula : column.term.formula,
      fixed: false,
    }));
  },

  nothing: ({ columns, data }) => ({
    title: context.text.empty.noRows,
    next: context.text.empty.noRowsNext,
    measured: columns.length > 0 && data.x.length > 0,
  }),
  content: (shown, read, axis) => lossContent(context, shown, { ...read, axis }),
});
