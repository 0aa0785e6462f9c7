import type { Plan, ScalarPlan, StagePlan } from '../../distill/plan.ts';
import type { Report } from '../../protocol/report.ts';
import { say } from '../../text/say.ts';
import { html, type Markup } from './markup.ts';
import { digits, whole } from './numbers.ts';

/** In words, what was the same and what was not: without it the figures mean nothing. */
export function comparison(plan: Plan, { scored, select }: Report): Markup {
  const compared = plan.stages.filter(({ baseline, skip }) => baseline !== null && skip === null);
  return html`<div class="card">
    <ul class="plain">
      ${compared.map(stageWords)}
      ${
        compared.length === 0
          ? html`<li>
              ${say`No stage has a baseline: a stage without a teacher, or without a label term, has none.`}
            </li>`
          : null
      }
      <li>
        ${
          scored === select.data
            ? say`Of each training the checkpoint with the best ${select.metric} on ${select.data} is selected; ${scored} is the same split, so the figures are better than on data never looked at.`
            : say`Of each training the checkpoint with the best ${select.metric} on ${select.data} is selected; ${scored} is scored only at the end, and decides nothing.`
        }
      </li>
      <li>${seedWords(plan)} ${trainedOnce(plan)}</li>
      ${Object.entries(plan.data).map(
        ([name, { take, labelled, source }]) =>
          html`<li>
            ${
              labelled
                ? say`${name}: ${whole(take)} samples (${source}), with labels.`
                : say`${name}: ${whole(take)} samples (${source}), without labels.`
            }
          </li>`,
      )}
    </ul>
  </div>`;
}

function stageWords(stage: StagePlan): Markup {
  const [update] = stage.updates;
  const terms = update?.terms ?? [];
  const without = stage.baseline?.updates[0]?.terms ?? [];
  const list = (of: typeof terms): string =>
    of
      .map(
        ({ id, loss, weight, data }) =>
          `${id}${id === loss ? '' : ` (${loss})`}\u00a0×\u00a0${weightWords(weight)}${data === null ? '' : say` on ${data.join(say` and `)}`}`,
      )
      .join(', ');
  const parts = stage.parts.map(({ data, samples }) => say`${samples} of ${data}`).join(', ');
  return html`<li>
    ${say`Stage ${stage.name}: ${update?.train ?? ''} is trained for ${whole(stage.steps)} steps of ${stage.batch} samples (${parts}) with ${list(terms)}. Its baseline has the same initial weights, the same samples in the same order, the same optimizer and the same number of steps, and only the terms that read no teacher: ${list(without)}.`}
  </li>`;
}

const weightWords = (weight: ScalarPlan): string =>
  weight.kind === 'constant'
    ? digits(weight.value)
    : weight.kind === 'ramp'
      ? say`${digits(weight.from)} to ${digits(weight.to)}`
      : say`${digits(weight.from)}, dropping`;

const seedWords = ({ seeds }: Plan): string =>
  seeds.length === 1 ? say`Seed: ${seeds.join()}.` : say`Seeds: ${seeds.join(', ')}.`;

function trainedOnce(plan: Plan): string {
  const once = plan.stages.filter(({ seeds }) => seeds === 'first').map(({ name }) => name);
  return once.length === 0 ? '' : say`Trained once, with the first seed: ${once.join(', ')}.`;
}
