import type { Plan } from '../../distill/plan.ts';
import type { Curve, MetricPoint, StageFigures } from '../figures.ts';
import { heatMap } from './heatMap.ts';
import { lineChart, type Line } from './lineChart.ts';
import { html, type Markup } from './markup.ts';
import { digits, percent } from './numbers.ts';
import { baselinePen, penOf, studentPen, teacherPen, type Pen } from './pen.ts';

/** Everything that was measured of a stage, as pictures. */
export function stageCharts(figures: StageFigures, plan: Plan): Markup {
  const { stage, seed, matching, shares, matrix } = figures;
  return html`<h2>Stage ${stage.name}</h2>
    ${metricChart(figures, plan)} ${lossChart(figures)}
    ${
      shares.length < 2
        ? null
        : lineChart({
            title: 'Share of the gradient',
            description: `Norm of each term's gradient over the sum of all, student of seed ${seed}.`,
            xLabel: 'step',
            yLabel: 'share',
            format: (value) => percent(value, 0),
            scale: 'linear',
            include: [0, 1],
            lines: shares.map((curve, index) => curveLine(curve, penOf(index))),
          })
    }
    ${
      matching.length === 0
        ? null
        : lineChart({
            title: 'Layer matching',
            description: `Debiased linear CKA between student and teacher layers on a fixed probe, student of seed ${seed}. 1 is the same representation up to rotation and scale.`,
            xLabel: 'step',
            yLabel: 'CKA',
            format: digits,
            scale: 'linear',
            include: [0, 1],
            lines: matching.map((curve, index) =>
              curveLine(curve, penOf(index), pairLabel(curve.label, figures)),
            ),
          })
    }
    ${
      matrix === null
        ? null
        : heatMap({
            title: `Student and teacher layers at step ${matrix.step.toLocaleString('en-US')}`,
            description: `Debiased linear CKA of each student layer with each layer of ${matrix.teacherModel}, student of seed ${seed}.`,
            rowLabel: `student`,
            columnLabel: `teacher ${matrix.teacherModel}`,
            rows: matrix.student,
            columns: matrix.teacher,
            values: matrix.values,
          })
    }`;
}

function metricChart({ stage, metric }: StageFigures, plan: Plan): Markup {
  const { metric: name, data } = plan.evaluate.select;
  const lines = [
    metricLine(
      stage.teachers.length > 0 ? 'student' : (stage.updates[0]?.train ?? ''),
      studentPen,
      metric.student,
    ),
    ...(metric.baseline.length === 0 ? [] : [metricLine('baseline', baselinePen, metric.baseline)]),
  ];
  const seeds = stage.seeds === 'each' && plan.seeds.length > 1;
  return lineChart({
    title: `${name.charAt(0).toUpperCase()}${name.slice(1)} on ${data}`,
    description: `${lines.map(endsAt).join('; ')}.${seeds ? ' Lines are means over seeds, bands their extremes.' : ''}`,
    xLabel: 'step',
    yLabel: name,
    format: (value) => percent(value, 1),
    scale: 'linear',
    lines,
    references:
      metric.teacher === null
        ? []
        : [{ label: `teacher, ${percent(metric.teacher)}`, pen: teacherPen, y: metric.teacher }],
  });
}

const endsAt = ({ label, y }: Line): string => `${label} ends at ${percent(y.at(-1) ?? null)}`;

const metricLine = (label: string, pen: Pen, points: readonly MetricPoint[]): Line => ({
  label,
  pen,
  x: points.map(({ step }) => step),
  y: points.map(({ mean }) => mean),
  low: points.map(({ low }) => low),
  high: points.map(({ high }) => high),
});

/** A logarithmic axis where the terms are far apart, as they often are, and none is zero. */
function lossChart({ losses, seed }: StageFigures): Markup | null {
  if (losses.length === 0) return null;
  const values = losses.flatMap(({ low, high }) => [...low, ...high]).filter(Number.isFinite);
  const [least, most] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
  const log = least > 0 && most / least > 30;
  return lineChart({
    title: 'Loss terms, before their weights',
    description: `Student of seed ${seed}. Bands are the extremes of the steps that a point stands for.${log ? ' Logarithmic axis.' : ''}`,
    xLabel: 'step',
    yLabel: log ? 'value, logarithmic' : 'value',
    format: digits,
    scale: log ? 'log' : 'linear',
    lines: losses.map((curve, index) => curveLine(curve, penOf(index))),
  });
}

const curveLine = ({ label, x, y, low, high }: Curve, pen: Pen, shown = label): Line => ({
  label: shown,
  pen,
  x,
  y,
  low,
  high,
});

/** `shape/0` as what it compares: `shape: hidden.1 ↔ features.2`. */
function pairLabel(label: string, { stage }: StageFigures): string {
  for (const { terms } of stage.updates) {
    for (const { id, pairs } of terms) {
      const pair = pairs.find((candidate) => candidate.id === `${stage.name}/${label}`);
      if (pair !== undefined) return `${id}: ${pair.student} ↔ ${pair.teacher ?? ''}`;
    }
  }
  return label;
}
