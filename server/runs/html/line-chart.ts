import { chartTable } from './chart-table.ts';
import { html, type Markup } from './markup.ts';
import { drawMark, swatch, type Pen } from './pen.ts';
import { linearScale, logScale, showable, type Scale } from './scale.ts';

export interface Line {
  readonly label: string;
  readonly pen: Pen;
  readonly x: readonly number[];
  /** NaN leaves a gap. */
  readonly y: readonly number[];
  /** Edges of a band around the line: extremes over seeds, or over the steps that a point stands for. */
  readonly low?: readonly number[];
  readonly high?: readonly number[];
}

export interface LineChart {
  readonly title: string;
  /** What is drawn, under the title. */
  readonly description: string;
  /** What there is to see, for those who don't see it. */
  readonly reading?: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly format: (value: number) => string;
  readonly tickFormat: (value: number) => string;
  readonly scale: 'linear' | 'log';
  /** Values that the y axis must hold. */
  readonly include?: readonly number[];
  readonly lines: readonly Line[];
  /** Horizontal lines across the chart. */
  readonly references?: readonly { readonly label: string; readonly pen: Pen; readonly y: number }[];
}

const width = 880;
const height = 280;
const plot = { left: 76, top: 12, right: width - 16, bottom: height - 40 };

/** A chart of lines as a figure: legend, picture, and the numbers as a table. */
export function lineChart(chart: LineChart): Markup {
  const axes = axesOf(chart);
  return html`<figure class="chart">
    <figcaption>${chart.title}</figcaption>
    <p class="why">${chart.description}</p>
    ${legend(chart)}
    <div class="scroll">
      <svg viewBox="0 0 ${width} ${height}" role="img" width="${width}" height="${height}">
        <title>${chart.title}</title>
        <desc>${chart.description} ${chart.reading ?? null}</desc>
        ${grid(chart, axes)} ${chart.lines.map((line) => band(line, axes))}
        ${(chart.references ?? []).map(({ pen, y }) => reference(pen, axes.y(y)))}
        ${chart.lines.map((line, index) => drawLine(line, axes, index / chart.lines.length))}
      </svg>
    </div>
    ${chartTable(chart)}
  </figure>`;
}

interface Axes {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly shows: (value: number) => boolean;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
}

function axesOf({ lines, references = [], include = [], scale }: LineChart): Axes {
  const steps = lines.flatMap(({ x }) => x);
  const values = [
    ...lines.flatMap(({ y, low = [], high = [] }) => [...y, ...low, ...high]),
    ...references.map(({ y }) => y),
    ...include,
  ].filter((value) => showable(value, scale));
  const across = extent(steps, linearScale, (low, high) => linearScale(low, high, 8, false));
  const up = extent(values, linearScale, (low, high) =>
    scale === 'log' ? logScale(low, high) : linearScale(low, high),
  );
  return {
    x: (value) => plot.left + across.at(value) * (plot.right - plot.left),
    y: (value) => plot.bottom - up.at(value) * (plot.bottom - plot.top),
    shows: (value) => showable(value, scale),
    xTicks: across.ticks,
    yTicks: up.ticks,
  };
}

/** The scale over some values, or from 0 to 1 when there are none. */
function extent(
  values: readonly number[],
  empty: (low: number, high: number) => Scale,
  scale: (low: number, high: number) => Scale,
): Scale {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? scale(low, high) : empty(0, 1);
}

const legend = ({ lines, references = [], format }: LineChart): Markup =>
  html`<ul class="legend">
    ${lines.map((line) => legendItem(line, format(line.y.findLast(Number.isFinite) ?? NaN)))}
    ${references.map((line) => legendItem(line, format(line.y)))}
  </ul>`;

/** A line's name with its last value. */
const legendItem = ({ label, pen }: { readonly label: string; readonly pen: Pen }, value: string): Markup =>
  html`<li>${swatch(pen)}${label} <span class="value">${value}</span></li>`;

const grid = ({ tickFormat, xLabel, yLabel }: LineChart, { x, y, xTicks, yTicks }: Axes): Markup =>
  html`${yTicks.map(
      (tick) =>
        html`<path class="grid" d="M${plot.left} ${y(tick).toFixed(1)}H${plot.right}" /><text
            class="tick"
            x="${plot.left - 8}"
            y="${(y(tick) + 4).toFixed(1)}"
            text-anchor="end"
            >${tickFormat(tick)}</text
          >`,
    )}${xTicks.map(
      (tick) =>
        html`<path class="axis" d="M${x(tick).toFixed(1)} ${plot.bottom}v4" /><text
            class="tick"
            x="${x(tick).toFixed(1)}"
            y="${plot.bottom + 18}"
            text-anchor="middle"
            >${tick.toLocaleString('en-US')}</text
          >`,
    )}<path class="axis" d="M${plot.left} ${plot.bottom}H${plot.right}" />
    <text class="label" x="${(plot.left + plot.right) / 2}" y="${height - 4}" text-anchor="middle"
      >${xLabel}</text
    >
    <text
      class="label"
      transform="translate(12 ${(plot.top + plot.bottom) / 2}) rotate(-90)"
      text-anchor="middle"
      >${yLabel}</text
    >`;

const reference = ({ colour, dash }: Pen, y: number): Markup =>
  html`<path
    class="line ${colour}"
    d="M${plot.left} ${y.toFixed(1)}H${plot.right}"
    stroke-dasharray="${dash}"
  />`;

function band({ pen, x, low, high }: Line, axes: Axes): Markup | null {
  if (low === undefined || high === undefined) return null;
  const there = x.flatMap((_, index) =>
    drawable(low[index], axes) && drawable(high[index], axes) ? [index] : [],
  );
  const edge = (values: readonly number[], indices: readonly number[]): string =>
    indices.map((index) => point(x[index] ?? NaN, values[index] ?? NaN, axes)).join('L');
  return there.length < 2
    ? null
    : html`<path class="band ${pen.colour}" d="M${edge(high, there)}L${edge(low, there.toReversed())}z" />`;
}

/** @param phase where in the distance between marks the first one is, so that lines that cover each other show. */
function drawLine({ pen, x, y }: Line, axes: Axes, phase: number): Markup {
  let path = '';
  let gap = true;
  for (const [index, value] of y.entries()) {
    const here = drawable(value, axes);
    if (here) path += `${gap ? 'M' : 'L'}${point(x[index] ?? NaN, value, axes)}`;
    gap = !here;
  }
  const every = Math.max(1, Math.floor(y.length / 10));
  const first = Math.floor(phase * every);
  const marked = y.flatMap((value, index) =>
    index >= first && (index - first) % every === 0 && drawable(value, axes) ? [index] : [],
  );
  return html`<g class="${pen.colour}"
    ><path class="line" d="${path}" stroke-dasharray="${pen.dash}" />${marked.map((index) =>
      drawMark(pen.mark, axes.x(x[index] ?? NaN), axes.y(y[index] ?? NaN)),
    )}</g
  >`;
}

const drawable = (value: number | undefined, axes: Axes): boolean => value !== undefined && axes.shows(value);

const point = (x: number, y: number, axes: Axes): string => `${axes.x(x).toFixed(1)} ${axes.y(y).toFixed(1)}`;
