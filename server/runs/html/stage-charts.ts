import type { Plan } from '../../distill/plan.ts';
import { say } from '../../text/say.ts';
import { smooth } from '../smooth.ts';
import type { Curve, MetricPoint, StageFigures } from '../figures.ts';
import type { TeacherLine } from '../teacher-line.ts';
import { heatMap } from './heat-map.ts';
import { lineChart, type Line } from './line-chart.ts';
import { html, type Markup } from './markup.ts';
import { digits, percent } from './numbers.ts';
import { baselinePen, penOf, studentPen, teacherPen, type Pen } from './pen.ts';

/** Everything that was measured of a stage, as pictures. */
export function stageCharts(figures: StageFigures, plan: Plan): Markup {
  const { stage, matching, shares, matrix } = figures;
  return html`<h2>${say`Stage ${stage.name}`}</h2>
    ${metricChart(figures, plan)} ${lossChart(figures)}
    ${
      shares.length < 2
        ? null
        : lineChart({
            title: say`Share of the gradient`,
            description: say`Norm of each term's gradient over the sum of all. ${subject(figures)}.`,
            xLabel: say`step`,
            yLabel: say`share`,
            format: (value) => percent(value, 0),
            tickFormat: percentTick,
            scale: 'linear',
            include: [0, 1],
            lines: shares.map((curve, index) => curveLine(curve, penOf(index))),
          })
    }
    ${
      matching.length === 0
        ? null
        : lineChart({
            title: say`Layer matching`,
            description: say`Debiased linear CKA between student and teacher layers on a fixed probe. ${subject(figures)}. 1 is the same representation up to rotation and scale.`,
            xLabel: say`step`,
            yLabel: 'CKA',
            format: (value) => value.toFixed(2),
            tickFormat: digits,
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
            title: say`Student and teacher layers at step ${matrix.step.toLocaleString('en-US')}`,
            description: say`Debiased linear CKA of each student layer with each layer of ${matrix.teacherModel}. ${subject(figures)}.`,
            rowLabel: say`student`,
            columnLabel: say`teacher ${matrix.teacherModel}`,
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
      stage.teachers.length > 0 ? say`student` : (stage.updates[0]?.train ?? ''),
      studentPen,
      metric.student,
    ),
    ...(metric.baseline.length === 0 ? [] : [metricLine(say`baseline`, baselinePen, metric.baseline)]),
  ];
  const seeds = stage.seeds === 'each' && plan.seeds.length > 1;
  return lineChart({
    title: say`${`${name.charAt(0).toUpperCase()}${name.slice(1)}`} on ${data}`,
    description: seeds
      ? say`Measured during training. Lines are means over seeds, bands their extremes.`
      : say`Measured during training.`,
    reading: lines.map(endsAt).join(' '),
    xLabel: say`step`,
    yLabel: name,
    format: (value) => percent(value),
    tickFormat: percentTick,
    scale: 'linear',
    lines,
    references: metric.teacher === null ? [] : [teacherReference(metric.teacher, data)],
  });
}

const teacherReference = ({ accuracy, data }: TeacherLine, drawn: string) => ({
  label: data === drawn ? say`teacher` : say`teacher, on ${data}`,
  pen: teacherPen,
  y: accuracy,
});

/** `85 %`, and `92.5 %` where ticks are that close. */
const percentTick = (share: number): string =>
  percent(share, Math.abs(share * 100 - Math.round(share * 100)) < 1e-6 ? 0 : 1);

const endsAt = ({ label, y }: Line): string => say`The line ${label} ends at ${percent(y.at(-1) ?? null)}.`;

const metricLine = (label: string, pen: Pen, points: readonly MetricPoint[]): Line => ({
  label,
  pen,
  x: points.map(({ step }) => step),
  y: points.map(({ mean }) => mean),
  low: points.map(({ low }) => low),
  high: points.map(({ high }) => high),
});

/** Whose curves these are. */
const subject = ({ stage, seed }: StageFigures): string =>
  stage.teachers.length > 0 ? say`Student of seed ${seed}` : say`Seed ${seed}`;

/** A logarithmic axis where the terms are far apart, as they often are, and none is zero. */
function lossChart(figures: StageFigures): Markup | null {
  const { losses } = figures;
  if (losses.length === 0) return null;
  const values = losses.flatMap(({ low, high }) => [...low, ...high]).filter(Number.isFinite);
  const [least, most] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
  const log = least > 0 && most / least > 10;
  return lineChart({
    title: say`Loss terms, before their weights`,
    description: say`${subject(figures)}. Lines are running means, bands the extremes of the steps that a point stands for.${log ? say` Logarithmic axis.` : ''}`,
    xLabel: say`step`,
    yLabel: log ? say`value, logarithmic` : say`value`,
    format: digits,
    tickFormat: digits,
    scale: log ? 'log' : 'linear',
    lines: losses.map((curve, index) =>
      curveLine({ ...curve, y: smooth(curve.y, Math.floor(curve.y.length / 40)) }, penOf(index)),
    ),
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
