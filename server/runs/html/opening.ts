import type { StageReport } from '../../protocol/report.ts';
import type { RunFile } from '../../protocol/run.ts';
import { say } from '../../text/say.ts';
import { stateWord } from '../state-words.ts';
import { html, type Markup } from './markup.ts';
import { percent, points, whole } from './numbers.ts';
import type { PageContent } from './page.ts';
import { verdict } from './verdict.ts';

/** Name, verdict and the figures that one looks for first. */
export function opening({ report, file, plan }: PageContent): Markup {
  const stage = report.stages.findLast(({ teachers }) => teachers.length > 0) ?? report.stages.at(-1);
  const created = file.createdAt.slice(0, 16).replace('T', ' ');
  const { threads } = plan.backend;
  const about = [
    report.run,
    say`started ${created} UTC`,
    say`${whole(file.progress.step)} optimizer steps`,
    say`backend ${file.backend}, ${threads === 1 ? say`1 thread` : say`${threads} threads`}`,
  ];
  return html`<header>
    <h1>${report.name}</h1>
    <p class="meta">${about.join(' · ')}</p>
    ${unfinished(file.state)} ${stage === undefined ? nothingYet() : summary(stage, report.scored)}
  </header>`;
}

const nothingYet = (): Markup =>
  html`<div class="verdict">
    <p>${say`No stage has ended yet, so there is nothing to compare.`}</p>
  </div>`;

/** The report of a finished run is written while it still says that it runs. */
const unfinished = (state: RunFile['state']): Markup | null =>
  state === 'stopped' || state === 'failed'
    ? html`<p class="notice">
        ${say`The run is ${stateWord(state)}: the figures are of what had ended by then.`}
      </p>`
    : null;

function summary(stage: StageReport, scored: string): Markup {
  const { tone, sentence } = verdict(stage, scored);
  const { teacher, baseline, student, gain } = stage.summary;
  return html`<div class="verdict ${tone}">
      <p>${sentence}</p>
      <p class="more">${gapClosed(stage)}</p>
    </div>
    <dl class="tiles">
      ${tile(say`Teacher`, teacher)} ${tile(say`Student, distilled`, student)}
      ${tile(say`Baseline, without a teacher`, baseline)}
      ${
        gain === null
          ? null
          : html`<div>
              <dt>${say`Gain`}</dt>
              <dd>${points(gain.mean)}</dd>
              <dd>${overSeeds(gain.spread)}</dd>
            </div>`
      }
    </dl>`;
}

function tile(name: string, value: StageReport['summary']['student']): Markup | null {
  if (value === null) return null;
  return html`<div>
    <dt>${name}</dt>
    <dd>${percent(value.mean)}</dd>
    <dd>${overSeeds(value.spread)}</dd>
  </div>`;
}

/** A teacher that was trained once has no spread. */
const overSeeds = (spread: number | null): string =>
  spread === null
    ? say`one seed`
    : spread === 0
      ? say`the same for all seeds`
      : say`± ${(spread * 100).toFixed(1)} over seeds`;

/** How much of the way from baseline to teacher the student went, where there is such a way. */
function gapClosed({ summary: { teacher, baseline, student } }: StageReport): string | null {
  if (teacher === null || baseline === null || student === null) return null;
  const way = teacher.mean - baseline.mean;
  if (way <= 0) return say`The baseline is already as good as the teacher, so there is no gap to close.`;
  const share = (student.mean - baseline.mean) / way;
  if (share > 1) return say`The student is better than its teacher.`;
  return share > 0
    ? say`That closes ${percent(share, 0)} of the gap between the baseline and the teacher.`
    : null;
}
