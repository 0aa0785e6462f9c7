import { say } from '../../text/say.ts';
import { html, type Markup } from './markup.ts';

export interface HeatMap {
  readonly title: string;
  readonly description: string;
  readonly rowLabel: string;
  readonly columnLabel: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** `[row][column]`, shaded from 0 to 1; NaN where unknown. */
  readonly values: readonly (readonly number[])[];
}

const cell = { width: 76, height: 36 };
const top = 44;

/** A matrix of values around 0 to 1, each both a shade and a number; the numbers once more as a table. */
export function heatMap(map: HeatMap): Markup {
  const left = 56 + 7.4 * Math.max(...map.rows.map((name) => name.length), 4);
  const width = left + cell.width * map.columns.length + 8;
  const height = top + cell.height * map.rows.length + 46;
  const x = (column: number): number => left + column * cell.width;
  const y = (row: number): number => top + row * cell.height;
  return html`<figure class="chart">
    <figcaption>${map.title}</figcaption>
    <p class="why">${map.description}</p>
    <div class="scroll">
      <svg class="fixed c0" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
        <title>${map.title}</title>
        <desc>${map.description}</desc>
        <text class="label" x="${left + (cell.width * map.columns.length) / 2}" y="14" text-anchor="middle">
          ${map.columnLabel}
        </text>
        <text
          class="label"
          transform="translate(12 ${top + (cell.height * map.rows.length) / 2}) rotate(-90)"
          text-anchor="middle"
        >
          ${map.rowLabel}
        </text>
        ${map.columns.map(
          (name, column) =>
            html`<text class="tick" x="${x(column) + cell.width / 2}" y="${top - 8}" text-anchor="middle"
              >${shortened(name)}</text
            >`,
        )}
        ${map.rows.map(
          (name, row) =>
            html`<text class="tick" x="${left - 8}" y="${y(row) + cell.height / 2 + 4}" text-anchor="end"
              >${name}</text
            >`,
        )}
        ${map.values.map((row, rowIndex) =>
          row.map((value, column) => drawCell(value, x(column), y(rowIndex))),
        )}
        ${key(left, y(map.rows.length) + 14)}
      </svg>
    </div>
    ${table(map)}
  </figure>`;
}

function drawCell(value: number, x: number, y: number): Markup {
  const shade = Number.isNaN(value) ? 0 : Math.min(1, Math.max(0, value));
  return html`<rect
      class="cell"
      x="${(x + 1).toFixed(1)}"
      y="${y + 1}"
      width="${cell.width - 2}"
      height="${cell.height - 2}"
      rx="3"
      fill-opacity="${(0.06 + 0.94 * shade).toFixed(3)}"
    /><text
      class="number${contrast(shade)}"
      x="${(x + cell.width / 2).toFixed(1)}"
      y="${y + cell.height / 2 + 4}"
      text-anchor="middle"
      >${number(value)}</text
    >`;
}

/** Which ink is readable on a shade: dark pages change sides earlier than light ones. */
const contrast = (shade: number): string => (shade > 0.8 ? ' inverse' : shade > 0.6 ? ' middle' : '');

/** What the shades mean. */
const key = (x: number, y: number): Markup =>
  html`<text class="tick" x="${x}" y="${y + 10}">0</text>${Array.from(
      { length: 10 },
      (_, index) =>
        html`<rect
          class="cell"
          x="${(x + 12 + index * 14).toFixed(1)}"
          y="${y}"
          width="14"
          height="12"
          fill-opacity="${(0.06 + (0.94 * index) / 9).toFixed(3)}"
        />`,
    )}<text class="tick" x="${x + 158}" y="${y + 10}">1</text>`;

const table = ({ title, rows, columns, values, rowLabel }: HeatMap): Markup =>
  html`<details>
    <summary>${say`Numbers`}</summary>
    <table>
      <caption class="hidden">
        ${title}
      </caption>
      <thead>
        <tr>
          <th scope="col">${rowLabel}</th>
          ${columns.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (name, row) =>
            html`<tr>
              <th scope="row">${name}</th>
              ${(values[row] ?? []).map((value) => html`<td>${number(value)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;

const number = (value: number): string =>
  Number.isNaN(value) ? '–' : value.toFixed(2).replace('-', '\u2212');

/** Column names stand side by side; the table below has them whole. */
const shortened = (name: string): string =>
  name.length > 11 ? `${name.slice(0, 5)}…${name.slice(-5)}` : name;
