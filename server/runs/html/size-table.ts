import type { Report, SizeReport } from '../../protocol/report.ts';
import type { RunFile } from '../../protocol/run.ts';
import { say } from '../../text/say.ts';
import { html, type Markup } from './markup.ts';
import { bytes, milliseconds, short, whole } from './numbers.ts';

/** What each model costs to keep and to run. */
export const sizeTable = ({ sizes }: Report, { backend }: RunFile): Markup =>
  html`<div class="card">
    <div class="scroll">
      <table>
        <caption class="hidden">
          ${say`Sizes and speed of the models`}
        </caption>
        <thead>
          <tr>
            <th scope="col">${say`Model`}</th>
            <th scope="col">${say`Parameters`}</th>
            <th scope="col">${say`Size`}</th>
            <th scope="col">${say`Operations a sample`}</th>
            <th scope="col">${say`Latency, batch 1`}</th>
            <th scope="col">${say`Latency, batch 32`}</th>
          </tr>
        </thead>
        <tbody>
          ${sizes.map(sizeRow)}
        </tbody>
      </table>
    </div>
    <p class="minor">
      ${say`Operations are of one forward pass, a multiply-add counted as two. Latency is the median of repeated passes on the machine of the run, backend ${backend}.`}
    </p>
  </div>`;

const sizeRow = ({ model, parameters, bytes: size, flopsPerSample, latencyMs }: SizeReport): Markup =>
  html`<tr>
    <th scope="row">${model}</th>
    <td>${whole(parameters)}</td>
    <td>${bytes(size)}</td>
    <td>${short(flopsPerSample)}</td>
    <td>${milliseconds(latencyMs?.['1'] ?? null)}</td>
    <td>${milliseconds(latencyMs?.['32'] ?? null)}</td>
  </tr>`;
