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
export const metricChart = (context: Context): TimeChartSource<MetricRead> => ({
  id: 'metric',
  title: ({ description: { select } }) => context.text.chart.metric(select.metric, select.data),
  height: 300,
  empty: [context.text.empty.noMetric, context.text.empty.noMetricNext],

  async load({ job, stage, description }, _, signal) {
    const [evaluations, map] = await Promise.all([
      context.host.request('evaluations', null, signal),
      readXMap(context.host, job, context.view().x, signal),
    ]);
    return { lines: metricLines(evaluations, stage, job, description.select), map };
  },

  needsReading: (before, now) => before.x !== now.x,
  isWhole: () => false,
  newestStep: ({ lines }) => lines.steps.at(-1) ?? 1,
  legend: (shown, { lines }) => metricLegend(context, shown, lines),
  content: (shown, { lines }, axis) => metricContent(context, shown, lines, axis),
});
