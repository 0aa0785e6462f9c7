import type { Problem } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import type { Ahead } from '../ahead.ts';
import { absolute } from '../paths.ts';
import type { StageEntry } from '../read/stages.ts';
import { problem } from '../resolved/context.ts';

/** Beyond this one term is next to nothing beside another. */
const farApart = 1000;

/** What the newest run of a recipe says about it as it is now. */
export const checkLastRun = (ahead: Ahead): readonly Problem[] => [
  ...ahead.recipe.stages.flatMap((stage) => checkMagnitudes(stage, ahead)),
  ...checkGiven(ahead),
  ...checkMade(ahead),
];

/** Terms of a stage that trained with another weight than the eye sees: one of them hardly counted. */
function checkMagnitudes(stage: StageEntry, { circumstances: { last } }: Ahead): readonly Problem[] {
  if (last === null) return [];
  const terms = stage.updates.flatMap((update) =>
    update.terms.flatMap((entry) => {
      const value = Math.abs(last.terms[`${stage.name.value}/${entry.id.value}`] ?? Number.NaN);
      return value > 0 ? [{ entry, value }] : [];
    }),
  );
  const largest = terms.reduce<(typeof terms)[number] | null>(
    (most, term) => (most === null || term.value > most.value ? term : most),
    null,
  );
  return terms.flatMap(({ entry, value }) => {
    if (largest === null || largest.value < farApart * value) return [];
    const [own, other] = [value.toPrecision(2), largest.value.toPrecision(2)];
    const message = say`In the last run (${last.id}) the weighted ${entry.id.value} came to ${own} beside ${other} of ${largest.entry.id.value}: ${Math.round(largest.value / value)} times less. Weigh it more, unless that is meant.`;
    const related = [{ message: say`The largest term`, range: largest.entry.id.range }];
    return [problem('terms-far-apart', message, entry.id.range, { severity: 'hint', related })];
  });
}

/** A given checkpoint that is another than in the last run: what they came to can't be compared. */
function checkGiven({ recipe, facts, circumstances: { last } }: Ahead): readonly Problem[] {
  return recipe.models.flatMap(({ id, checkpoint }) => {
    if (checkpoint === null) return [];
    const path = absolute(facts, checkpoint.value);
    const fact = facts.checkpoints.get(path);
    const before = last?.checkpoints[path];
    if (last === null || before === undefined || fact?.ok !== true || fact.value === null) return [];
    if (fact.value.sha256 === before) return [];
    const message = say`The checkpoint of ${id.value} has changed since the last run (${last.id}): its figures and those of the next can't be compared.`;
    return [problem('checkpoint-changed', message, checkpoint.range, { severity: 'information' })];
  });
}

/** A checkpoint under `unless: checkpoint` that the stage as it is written now did not make: the stage runs again. */
function checkMade({ recipe, facts, plan }: Ahead): readonly Problem[] {
  // What a stage is made of includes the hashes of its data, which aren't looked at while somebody types.
  if ([...facts.sources.keys()].some((key) => !facts.hashes.has(key))) return [];
  return recipe.models.flatMap(({ id, checkpoint }) => {
    const planned = plan.models[id.value]?.checkpoint ?? null;
    const stage = plan.stages.find(({ name }) => name === planned?.madeBy);
    const entry = recipe.stages.find(({ name }) => name.value === stage?.name);
    if (checkpoint === null || stage === undefined || entry === undefined || entry.unlessCheckpoint === null)
      return [];
    const fact = facts.checkpoints.get(absolute(facts, checkpoint.value));
    if (fact?.ok !== true || fact.value === null || stage.skip !== null) return [];
    const message = say`This checkpoint was made by another stage than ${stage.name} is now: the stage will run again and overwrite it.`;
    const related = [{ message: say`Stage ${stage.name}`, range: entry.name.range }];
    return [
      problem('checkpoint-of-another-stage', message, checkpoint.range, { severity: 'warning', related }),
    ];
  });
}
