import { removal } from '../fixes/remove.ts';
import { entryOf, valueOf } from '../node.ts';
import { networkOf } from '../paths.ts';
import { itemsOf, type Located } from '../read/located.ts';
import type { ModelEntry } from '../read/models.ts';
import type { StageEntry } from '../read/stages.ts';
import { problem, type Context } from '../resolved/context.ts';
import { hasOwnWeights } from '../resolved/weights.ts';
import { teachersOf, trainedBy } from '../resolved/uses.ts';
import { say } from '../../text/say.ts';

/** Who trains and who teaches, stage by stage. */
interface Lineage {
  readonly trained: readonly (readonly string[])[];
  readonly teachers: readonly (readonly string[])[];
  /** Stages that train a model, in order. */
  readonly trainers: ReadonlyMap<string, readonly number[]>;
  readonly models: ReadonlyMap<string, ModelEntry>;
}

function lineageOf({ stages, models: entries }: Context['recipe']): Lineage {
  const models = new Map(entries.map((model) => [model.id.value, model]));
  const trained = stages.map(trainedBy);
  const trainers = new Map<string, number[]>();
  trained.forEach((names, index) => {
    for (const name of names) trainers.set(name, [...(trainers.get(name) ?? []), index]);
  });
  return {
    trained,
    trainers,
    models,
    teachers: stages.map((stage) => teachersOf(stage, (id) => models.has(id))),
  };
}

/** Whether each model that teaches, or that another starts from, has weights by then. */
export function checkOrder(context: Context): void {
  const { stages, models } = context.recipe;
  const lineage = lineageOf(context.recipe);
  const ready = new Set(
    models
      .filter((model) => isGiven(model, lineage.trainers.has(model.id.value), context))
      .map(({ id }) => id.value),
  );
  const circular = checkInitCycles(lineage, context);
  if (!sayWhatTheyTrain(context)) return;
  stages.forEach((stage, index) => {
    const trained = lineage.trained[index] ?? [];
    for (const teacher of lineage.teachers[index] ?? []) {
      if (!lineage.models.has(teacher)) continue;
      if (trained.includes(teacher)) selfTeaching(stage, teacher, context);
      else if (!ready.has(teacher)) untrained({ stage, index, teacher }, lineage, context);
    }
    for (const name of trained)
      if (!ready.has(name) && !circular.has(name))
        checkStart(lineage.models.get(name), stage, { lineage, ready, context });
    for (const name of trained) ready.add(name);
  });
}

/** Whether each stage could be read and names models that there are: else nobody knows what was to be trained. */
function sayWhatTheyTrain({ root, recipe: { stages, models } }: Context): boolean {
  const known = new Set(models.map(({ id }) => id.value));
  const areClear = stages.every(
    ({ updates }) =>
      updates.length > 0 &&
      updates.every(({ train }) => train.length > 0 && train.every(({ value }) => known.has(value.model))),
  );
  return areClear && stages.length === itemsOf(valueOf(root, 'stages')).length;
}

interface Now {
  readonly lineage: Lineage;
  readonly ready: ReadonlySet<string>;
  readonly context: Context;
}

function checkStart(
  model: ModelEntry | undefined,
  stage: StageEntry,
  { lineage, ready, context }: Now,
): void {
  const from = model?.init?.from;
  if (model === undefined || from === undefined || !lineage.models.has(from.value) || ready.has(from.value))
    return;
  const message = say`${model.id.value} starts from ${from.value}, which has no weights when stage ${stage.name.value} begins. Train ${from.value} in an earlier stage, or give it a checkpoint.`;
  context.report(problem('untrained-init', message, from.range));
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
  const message = say`${teacher} trains and teaches in the same stage: mutual learning and self-distillation are not in this version.`;
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
}

/** The stages that train it, if any, come later. */
function untrained({ stage, index, teacher }: Untrained, lineage: Lineage, context: Context): void {
  const range = placeOf(stage, teacher);
  const later = lineage.trainers.get(teacher) ?? [];
  const maker = later.map((at) => context.recipe.stages[at]).find((found) => found !== undefined);
  if (maker === undefined) {
    const message = say`${teacher} teaches here and has no weights: no stage trains it and it has no checkpoint. Add a stage before this one that trains it, or a checkpoint.`;
    context.report(problem('untrained-teacher', message, range));
    return;
  }
  const related = [{ message: say`Stage ${maker.name.value} trains ${teacher}`, range: maker.name.range }];
  if (waitsFor(later, index, lineage)) {
    const message = say`Stages ${stage.name.value} and ${maker.name.value} wait for each other: each needs a teacher that the other trains. Give one of the teachers a checkpoint or a stage of its own.`;
    context.report(problem('cyclic-stages', message, range, { related }));
  } else {
    const message = say`${teacher} teaches here before stage ${maker.name.value} trains it. Move that stage up.`;
    context.report(problem('untrained-teacher', message, range, { related }));
  }
}

/** Whether one of the stages needs, through its teachers, what stage `index` trains. */
function waitsFor(from: readonly number[], index: number, { trained, teachers, trainers }: Lineage): boolean {
  const wanted = new Set(trained[index]);
  const seen = new Set<number>();
  const open = [...from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    for (const teacher of teachers[at] ?? []) {
      if (wanted.has(teacher)) return true;
      open.push(...(trainers.get(teacher) ?? []));
    }
  }
  return false;
}

/** Each model of a circle has the same fixes in the same order, of which one is enough. */
/** Models that start from each other in a circle, each reported. */
function checkInitCycles({ models, trainers }: Lineage, context: Context): ReadonlySet<string> {
  const circular = new Set<string>();
  const firstTrained = (id: string): number => trainers.get(id)?.[0] ?? Number.MAX_SAFE_INTEGER;
  for (const model of models.values()) {
    const chain = new Set([model.id.value]);
    let next = model.init?.from.value;
    while (next !== undefined && !chain.has(next)) {
      chain.add(next);
      next = models.get(next)?.init?.from.value;
    }
    if (next !== model.id.value || model.init === null) continue;
    const message = say`${[...chain, next].slice(0, 12).join(say` starts from `)}: a circle. Take init away from one of them.`;
    // What trains first has nothing yet to start from.
    const circle = [...models.keys()].filter((id) => chain.has(id));
    const fixes = circle
      .sort((a, b) => firstTrained(a) - firstTrained(b))
      .map((id) => {
        const init = entryOf(models.get(id)?.node, 'init');
        return init && removal(context, init.keyRange, say`Remove init of ${id}`);
      });
    context.report(problem('cyclic-init', message, model.init.from.range, { fixes }));
    circular.add(model.id.value);
  }
  return circular;
}
