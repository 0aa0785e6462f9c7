import { hasValues } from '../charts/columns.ts';
import type { Line, LineChartContent, Reference } from '../charts/content.ts';
import type { LegendEntry } from '../charts/legend.ts';
import { lookOf } from '../charts/look.ts';
import type { Context } from './context.ts';
import type { Shown } from './shown.ts';
import type { MetricLines } from './metric-lines.ts';
import type { XAxis } from './x-axis.ts';

const looks = { student: lookOf(0), baseline: lookOf(1), teacher: { colour: 3, dash: [2, 4] } } as const;
const ids = { student: 'metric:student', baseline: 'metric:baseline' } as const;

const formatOf = ({ description }: Shown, { numbers }: Context) =>
  description.select.metric === 'loss' ? numbers.short : numbers.percent;

const labels = ({ stage }: Shown, { text }: Context) =>
  // A stage without a teacher trains no student.
  stage.teachers.length === 0
    ? { student: stage.student, baseline: text.chart.baseline }
    : { student: text.chart.student, baseline: text.chart.baseline };

const variants = ['student', 'baseline'] as const;

export function metricLegend(context: Context, shown: Shown, lines: MetricLines): readonly LegendEntry[] {
  const { text, numbers, view } = context;
  const format = formatOf(shown, context);
  const label = labels(shown, context);
  const measured = variants.flatMap((variant): readonly LegendEntry[] => {
    if (!hasValues(lines[variant])) return [];
    const selected = lines.selected[variant];
    return [
      {
        id: ids[variant],
        label: label[variant],
        look: looks[variant],
        hidden: view().hidden.includes(ids[variant]),
        note:
          selected === null
            ? null
            : text.chart.selectedAt(format(selected.value), numbers.whole(selected.step)),
        fixed: false,
      },
    ];
  });
  if (measured.length === 0 || lines.teacher === null) return measured;
  const teacher = text.chart.teacher(format(lines.teacher));
  return [
    ...measured,
    { id: 'metric:teacher', label: teacher, look: looks.teacher, hidden: false, note: null, fixed: true },
  ];
}

/** Student and baseline, with their selected checkpoints and the teacher's line. */
export function metricContent(
  context: Context,
  shown: Shown,
  lines: MetricLines,
  axis: XAxis,
): LineChartContent {
  const { text, numbers, view } = context;
  const { hidden, x } = view();
  const label = labels(shown, context);
  const format = formatOf(shown, context);
  const drawn = variants.filter((variant) => hasValues(lines[variant]) && !hidden.includes(ids[variant]));
  const references: readonly Reference[] =
    lines.teacher === null
      ? []
      : [{ label: text.chart.teacher(format(lines.teacher)), value: lines.teacher, look: looks.teacher }];
  return {
    title: text.chart.metric(shown.description.select.metric, shown.description.select.data),
    x: lines.steps.map(axis.map.toX),
    lines: drawn.map((variant): Line => ({
      id: ids[variant],
      label: label[variant],
      look: looks[variant],
      values: lines[variant],
      raw: null,
      band: null,
      marks: true,
    })),
    references,
    view: axis.view,
    limits: axis.limits,
    xKind: axis.kind,
    yKind: 'linear',
    xLabel: text.chart.x[x],
    yLabel: shown.description.select.metric,
    formatX: x === 'time' ? numbers.duration : x === 'step' ? numbers.whole : numbers.short,
    formatY: format,
  };
}
