import { say } from '../../text/say.ts';
import type { LineChart } from './line-chart.ts';
import { html, type Markup } from './markup.ts';
import { unknown } from './numbers.ts';

const mostRows = 40;

/** The numbers of a chart, thinned to a length that can be listened to. */
export function chartTable({ xLabel, lines, references = [], format, title }: LineChart): Markup {
  const steps = [...new Set(lines.flatMap(({ x }) => x))].sort((a, b) => a - b);
  const every = Math.ceil(steps.length / mostRows);
  // Counted from the end, so that the last point is always there.
  const shown = steps.filter((_, index) => (steps.length - 1 - index) % every === 0);
  const values = lines.map(({ x, y }) => new Map(x.map((step, index) => [step, y[index] ?? NaN])));
  const cell = (value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? unknown : format(value);
  return html`<details>
    <summary>${every > 1 ? say`Numbers (one point of ${every})` : say`Numbers`}</summary>
    <table>
      <caption class="hidden">
        ${title}
      </caption>
      <thead>
        <tr>
          <th scope="col">${xLabel}</th>
          ${[...lines, ...references].map(({ label }) => html`<th scope="col">${label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          (step) =>
            html`<tr>
              <th scope="row">${step.toLocaleString('en-US')}</th>
              ${values.map((line) => html`<td>${cell(line.get(step))}</td>`)}
              ${references.map(({ y }) => html`<td>${cell(y)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}
