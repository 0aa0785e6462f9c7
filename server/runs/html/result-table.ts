import type { Report, Score, SeedReport, StageReport } from '../../protocol/report.ts';
import { say } from '../../text/say.ts';
import { html, type Markup } from './markup.ts';
import { percent, points, unknown, whole } from './numbers.ts';

/** Teacher, baseline and student by seed, then over seeds. */
export function resultTable(stage: StageReport, { scored, select }: Report): Markup {
  const { teacher, baseline, student, gain } = stage.summary;
  return html`<h2>${say`Result of stage ${stage.stage}`}</h2>
    <div class="card">
      <div class="scroll">
        <table>
          <caption class="hidden">
            ${say`Accuracy on ${scored} by seed`}
          </caption>
          <thead>
            <tr>
              <th scope="col">${say`Seed`}</th>
              <th scope="col">${say`Teacher`}</th>
              <th scope="col">${say`Baseline`}</th>
              <th scope="col">${say`Student`}</th>
              <th scope="col">${say`Gain`}</th>
              <th scope="col">${say`Selected at step`}<br />${say`baseline, student`}</th>
              <th scope="col">${say`After the last step`}<br />${say`baseline, student`}</th>
              <th scope="col">${say`Agrees with teacher`}<br />${say`baseline, student`}</th>
            </tr>
          </thead>
          <tbody>
            ${stage.seeds.map(seedRow)}
            <tr class="strong">
              <th scope="row">${say`Mean`}</th>
              <td>${percent(teacher?.mean ?? null)}</td>
              <td>${percent(baseline?.mean ?? null)}</td>
              <td>${percent(student?.mean ?? null)}</td>
              <td>${points(gain?.mean ?? null)}</td>
              <td></td>
              <td>${both(stage.seeds, ({ last }) => last)}</td>
              <td>${both(stage.seeds, ({ agreement }) => agreement)}</td>
            </tr>
            <tr class="minor">
              <th scope="row">${say`Standard deviation`}</th>
              ${[teacher, baseline, student, gain].map((value) => html`<td>${deviation(value)}</td>`)}
              <td></td>
              <td></td>
              <td></td>
            </tr>
          </tbody>
        </table>
      </div>
      <p class="minor">
        ${say`Accuracy on ${scored}, at the checkpoint with the best ${select.metric} on ${select.data}. The baseline is the same training of the same network without the teacher.`}
      </p>
    </div>`;
}

const seedRow = ({ seed, teacher, baseline, student }: SeedReport): Markup =>
  html`<tr>
    <th scope="row">${seed}</th>
    <td>${percent(teacher)}</td>
    <td>${percent(baseline?.selected ?? null)}</td>
    <td>${percent(student.selected)}</td>
    <td>${points(baseline === null ? null : student.selected - baseline.selected)}</td>
    <td>${whole(baseline?.selectedAtStep ?? null)}, ${whole(student.selectedAtStep)}</td>
    <td>${percent(baseline?.last ?? null)}, ${percent(student.last)}</td>
    <td>${percent(baseline?.agreement ?? null)}, ${percent(student.agreement)}</td>
  </tr>`;

const both = (seeds: readonly SeedReport[], of: (score: Score) => number | null): string =>
  [
    mean(seeds.map(({ baseline }) => (baseline === null ? null : of(baseline)))),
    mean(seeds.map((s) => of(s.student))),
  ]
    .map((value) => percent(value))
    .join(', ');

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

const deviation = (value: StageReport['summary']['student']): string =>
  typeof value?.spread === 'number' ? `± ${(value.spread * 100).toFixed(1)}` : unknown;
