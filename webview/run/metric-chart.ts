import type { Evaluation } from '../../server/protocol/training.ts';
import type { XMap } from '../charts/x-map.ts';
import type { Context } from './context.ts';
import { metricContent, metricLegend } from './metric-content.ts';
import { type MetricLines, metricLines } from './metric-lines.ts';
import { readXMap } from './read-x-map.ts';
import type { TimeChartSource } from './time-chart.ts';

interface MetricRead {
  readonly lines: MetricLines;
  readonly map: XMap;
}

/** The metric that selects, of a student beside its baseline and its teacher. */
export function metricChart(context: Context): TimeChartSource<MetricRead> {
  /** Of the whole run, as far as they have been read. */
  let evaluations: readonly Evaluation[] = [];
  return {
    id: 'metric',
    title: ({ description: { select } }) => context.text.chart.metric(select.metric, select.data),
    height: 300,

    async load({ job, stage, description }, _, signal) {
      const known = evaluations;
      const [more, map] = await Promise.all([
        context.host.request('evaluations', { from: known.length }, signal),
        readXMap(context.host, job, context.view().x, signal),
      ]);
      evaluations = [...known, ...more];
      return { lines: metricLines(evaluations, stage, job, description.select), map };
    },

    needsReading: (before, now) => before.x !== now.x,
    isWhole: () => false,
    newestStep: ({ lines }) => lines.steps.at(-1) ?? 1,
    legend: (shown, { lines }) => metricLegend(context, shown, lines),
    nothing: ({ lines }) => ({
      title: context.text.empty.noMetric,
      next: context.text.empty.noMetricNext,
      measured: lines.steps.length > 0,
    }),
    content: (shown, { lines }, axis) => metricContent(context, shown, lines, axis),
  };
}
