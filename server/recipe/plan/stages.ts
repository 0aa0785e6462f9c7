import type { DataPlan, ModelPlan, Plan, StagePlan } from '../../distill/plan.ts';
import { defaults } from '../defaults.ts';
import type { Context } from '../resolved/context.ts';
import { stepsOf, type Measure } from '../resolved/lengths.ts';
import type { ResolvedStage } from '../resolved/stages.ts';
import { unique } from '../resolved/uses.ts';
import { baselineOf, readsTeacher } from './baseline.ts';
import { hashOf } from './canonical.ts';
import { targetsOf, teachersRead } from './targets.ts';
import { updatePlan } from './updates.ts';

/** What the plan of a stage depends on beside the stage. */
export interface Around {
  readonly context: Context;
  readonly data: Readonly<Record<string, DataPlan>>;
  readonly models: Readonly<Record<string, ModelPlan>>;
  readonly seeds: readonly number[];
  readonly backend: Plan['backend'];
  readonly evaluate: Plan['evaluate'];
}

/** Plans of all stages in order; null when one was not resolved. */
export function stagePlans(stages: readonly ResolvedStage[], around: Around): readonly StagePlan[] | null {
  // By model: the hash of the stage that trained it last, so that a stage's hash holds all that went before.
  const made = new Map<string, string>();
  const taught = new Set<string>();
  const plans: StagePlan[] = [];
  for (const stage of stages) {
    const plan = stagePlan(stage, { made, taught }, around);
    if (plan === null) return null;
    plans.push(plan);
    for (const update of plan.updates) {
      made.set(update.train, plan.hash);
      if (readsTeacher(update)) taught.add(update.train);
    }
  }
  return plans;
}

function stagePlan(
  { entry, parts, measure, updates: resolved }: ResolvedStage,
  { made, taught }: { readonly made: ReadonlyMap<string, string>; readonly taught: ReadonlySet<string> },
  around: Around,
): StagePlan | null {
  if (parts === null || measure === null) return null;
  const updates = resolved.flatMap((update) => updatePlan(update, entry, measure) ?? []);
  if (updates.length !== resolved.length) return null;
  const trained = unique(updates.map(({ train }) => train));
  const once = trained.some((model) => (around.models[model]?.checkpoint ?? null) !== null);
  const body = {
    name: entry.name.value,
    seeds: once ? ('first' as const) : ('each' as const),
    batch: entry.batch.value,
    parts: parts.map(({ data, samples }) => ({ data: data.id, samples })),
    steps: measure.steps,
    stepsPerEpoch: measure.stepsPerEpoch,
    updates,
    teachers: teachersRead(updates),
    targets: targetsOf(updates, parts, measure.steps),
    baseline: baselineOf(updates, taught),
    evaluateEvery: evaluateEvery(around.context, measure),
    earlyStop: entry.earlyStop,
  };
  const hash = stageHash(body, made, around);
  const skip = entry.unlessCheckpoint === null ? null : skipReason(trained, hash, around);
  return { ...body, hash, skip };
}

/** Every epoch, but at most 25 times a stage unless the recipe says how often. */
function evaluateEvery({ recipe }: Context, measure: Measure): number {
  const stated = recipe.evaluate.every;
  const every =
    stated === null
      ? Math.max(
          stepsOf(defaults.evaluateEvery, measure),
          Math.ceil(measure.steps / defaults.evaluationsAtMost),
        )
      : stepsOf(stated.value, measure, 1);
  return Math.min(every, measure.steps);
}

/** All that decides what the stage's model becomes: itself, its data, its networks and where their weights come from. */
function stageHash(
  body: Omit<StagePlan, 'hash' | 'skip'>,
  made: ReadonlyMap<string, string>,
  { context, data, models, seeds, backend, evaluate }: Around,
): string {
  // How the teacher is asked and what it is compared with don't change the student.
  const deciding = { ...body, targets: undefined, baseline: undefined };
  const involved = unique([...body.updates.map(({ train }) => train), ...body.teachers]);
  const source = (id: string): unknown => {
    const model = models[id];
    if (model === undefined) return null;
    const { kind, config, inputs, fields, classes, init, checkpoint } = model;
    const given = checkpoint?.madeBy === null ? checkpoint.sha256 : null;
    const from =
      init === null ? null : [init.variables, made.get(init.from) ?? models[init.from]?.checkpoint?.sha256];
    return [
      kind,
      configContent(config, model, context),
      inputs,
      fields,
      classes,
      from,
      given,
      made.get(id) ?? null,
    ];
  };
  return hashOf({
    deciding,
    data: body.parts.map((part) => contentOf(data[part.data])),
    models: involved.map((id) => [id, source(id)]),
    seed: body.seeds === 'first' ? seeds[0] : null,
    backend: backend.name,
    select: contentOf(data[evaluate.select.data]),
  });
}

const contentOf = (data: DataPlan | undefined): unknown =>
  data === undefined ? null : [data.key, data.skip, data.take, data.labelled, data.augment, data.normalize];

/** Moving a recipe with its files doesn't change what a stage makes. */
const configContent = (config: ModelPlan['config'], { jsonFiles }: ModelPlan, { facts }: Context): unknown =>
  Object.entries(config).map(([key, value]) => {
    const path = Object.hasOwn(jsonFiles, key) ? jsonFiles[key] : undefined;
    const fact = path === undefined ? undefined : facts.json.get(path);
    return fact?.ok === true
      ? [key, fact.value.file.sha256, fact.value.weights.map(({ sha256 }) => sha256)]
      : [key, value];
  });

function skipReason(trained: readonly string[], hash: string, { models, context }: Around): string | null {
  const paths = trained.flatMap((model) => models[model]?.checkpoint?.path ?? []);
  const same = paths.every((path) => {
    const fact = context.facts.checkpoints.get(path);
    return fact?.ok === true && fact.value?.metadata['retort.stage'] === hash;
  });
  return paths.length > 0 && same ? `${paths.join(', ')} was made by this very stage` : null;
}
