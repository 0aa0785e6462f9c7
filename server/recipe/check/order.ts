import { networkOf } from '../paths.ts';
import type { Located } from '../read/located.ts';
import type { ModelEntry } from '../read/models.ts';
import type { StageEntry } from '../read/stages.ts';
import { problem, type Context } from '../resolved/context.ts';
import { hasOwnWeights } from '../resolved/weights.ts';
import { teachersOf, trainedBy } from '../resolved/uses.ts';

/** Whether each model that teaches, or that another starts from, has weights by then. */
export function checkOrder(context: Context): void {
  const { stages, models } = context.recipe;
  const trainers = (model: string) =>
    stages.flatMap((stage, index) => (trainedBy(stage).includes(model) ? [index] : []));
  const ready = new Set(
    models
      .filter((model) => isGiven(model, trainers(model.id.value).length > 0, context))
      .map(({ id }) => id.value),
  );
  checkInitCycles(models, context);
  const isModel = (id: string) => models.some((model) => model.id.value === id);
  stages.forEach((stage, index) => {
    const trained = trainedBy(stage);
    for (const teacher of teachersOf(stage, isModel)) {
      if (!isModel(teacher)) continue;
      if (trained.includes(teacher)) selfTeaching(stage, teacher, context);
      else if (!ready.has(teacher)) untrained({ stage, index, teacher, later: trainers(teacher) }, context);
    }
    for (const model of models.filter(({ id }) => trained.includes(id.value) && !ready.has(id.value))) {
      const from = model.init?.from;
      if (from !== undefined && isModel(from.value) && !ready.has(from.value)) {
        const message = `${model.id.value} starts from ${from.value}, which has no weights when stage ${stage.name.value} begins. Train ${from.value} in an earlier stage, or give it a checkpoint.`;
        context.report(problem('untrained-init', message, from.range));
      }
    }
    for (const model of trained) ready.add(model);
  });
}

/**
 * Weights that no stage makes: a checkpoint file, or those that the network brings along. Of networks that are not
 * in this version that can't be told.
 */
const isGiven = (model: ModelEntry, isTrained: boolean, context: Context): boolean =>
  (model.checkpoint !== null && !isTrained) ||
  networkOf(model, context.facts, context.catalogue) === null ||
  hasOwnWeights(model, context);

function selfTeaching(stage: StageEntry, teacher: string, context: Context): void {
  const message = `${teacher} trains and teaches in the same stage: mutual learning and self-distillation are not in this version.`;
  context.report(problem('not-in-this-version', message, placeOf(stage, teacher)));
}

/** Where a stage first names a teacher. */
function placeOf(stage: StageEntry, teacher: string) {
  const named = stage.updates.flatMap(({ teachers, terms }): readonly Located<string>[] => [
    ...teachers,
    ...terms.flatMap((term) => term.teachers ?? []),
  ]);
  return (named.find(({ value }) => value === teacher) ?? stage.name).range;
}

interface Untrained {
  readonly stage: StageEntry;
  readonly index: number;
  readonly teacher: string;
  /** Stages that train it, none of them earlier. */
  readonly later: readonly number[];
}

function untrained({ stage, index, teacher, later }: Untrained, context: Context): void {
  const { stages } = context.recipe;
  const range = placeOf(stage, teacher);
  const maker = later.map((at) => stages[at]).find((found) => found !== undefined);
  if (maker === undefined) {
    const message = `${teacher} teaches here and has no weights: no stage trains it and it has no checkpoint. Add a stage before this one that trains it, or a checkpoint.`;
    context.report(problem('untrained-teacher', message, range));
    return;
  }
  const related = [{ message: `Stage ${maker.name.value} trains ${teacher}`, range: maker.name.range }];
  if (waitsFor(later, index, context)) {
    const message = `Stages ${stage.name.value} and ${maker.name.value} wait for each other: each needs a teacher that the other trains. Give one of the teachers a checkpoint or a stage of its own.`;
    context.report(problem('cyclic-stages', message, range, { related }));
  } else {
    const message = `${teacher} teaches here before stage ${maker.name.value} trains it. Move that stage up.`;
    context.report(problem('untrained-teacher', message, range, { related }));
  }
}

/** Whether one of the stages needs, through its teachers, what stage `index` trains. */
function waitsFor(from: readonly number[], index: number, { recipe }: Context): boolean {
  const isModel = (id: string) => recipe.models.some((model) => model.id.value === id);
  const target = recipe.stages[index];
  const wanted = new Set(target === undefined ? [] : trainedBy(target));
  const seen = new Set<number>();
  const open = [...from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const stage = recipe.stages[at];
    if (stage === undefined || seen.has(at)) continue;
    seen.add(at);
    const teachers = teachersOf(stage, isModel);
    if (teachers.some((teacher) => wanted.has(teacher))) return true;
    recipe.stages.forEach((other, position) => {
      if (trainedBy(other).some((model) => teachers.includes(model))) open.push(position);
    });
  }
  return false;
}

function checkInitCycles(models: readonly ModelEntry[], context: Context): void {
  for (const model of models) {
    const chain = [model.id.value];
    let next = model.init?.from.value;
    while (next !== undefined && !chain.includes(next)) {
      chain.push(next);
      const name = next;
      next = models.find(({ id }) => id.value === name)?.init?.from.value;
    }
    if (next !== model.id.value || model.init === null) continue;
    const message = `${[...chain, next].join(' starts from ')}: a circle. Take init away from one of them.`;
    context.report(problem('cyclic-init', message, model.init.from.range));
  }
}
