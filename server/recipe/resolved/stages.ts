import type { OptimizerDescriptor } from '../../distill/optimizers/descriptor.ts';
import { addToStage } from '../fixes/stage.ts';
import { nearestOf, replace, replaceEach } from '../nearest.ts';
import { entryOf, headOf, valueOf } from '../node.ts';
import { textOf } from '../read/located.ts';
import type { StageEntry, UpdateEntry } from '../read/stages.ts';
import { problem, unknown, type Context } from './context.ts';
import type { AllData, ResolvedData } from './data.ts';
import { matches } from './glob.ts';
import { lengthOf, stepsOf, type Measure } from './lengths.ts';
import { splitBatch, stepsPerEpochOf } from './mix.ts';
import type { AllModels, ResolvedModel } from './models.ts';
import { parametersOf, type Parameters } from './parameters.ts';
import { resolveTerm, type ResolvedTerm } from './terms.ts';
import { unique } from './uses.ts';
import { say } from '../../text/say.ts';

export interface ResolvedStage {
  readonly entry: StageEntry;
  /** Null when a data set is unknown or not known yet, or when the batch doesn't split. */
  readonly parts: readonly ResolvedPart[] | null;
  /** Null when the parts or the length are. */
  readonly measure: Measure | null;
  readonly updates: readonly ResolvedUpdate[];
}

export interface ResolvedPart {
  readonly data: ResolvedData;
  readonly samples: number;
}

export interface ResolvedUpdate {
  readonly entry: UpdateEntry;
  readonly model: ResolvedModel | null;
  readonly variables: readonly string[];
  readonly optimizer: { readonly descriptor: OptimizerDescriptor; readonly parameters: Parameters } | null;
  readonly terms: readonly ResolvedTerm[];
}

export function resolveStages(context: Context, data: AllData, models: AllModels): readonly ResolvedStage[] {
  return context.recipe.stages.map((entry) => {
    const parts = resolveParts(entry, data, context);
    const measure = parts === null ? null : measureOf(entry, parts, context);
    const updates = entry.updates.map((update) => resolveUpdate(update, entry, { data, models }, context));
    return { entry, parts, measure, updates };
  });
}

function resolveParts(entry: StageEntry, data: AllData, context: Context): readonly ResolvedPart[] | null {
  const known = context.recipe.data.map(({ id }) => id.value);
  const missing = entry.mix.filter((part) => !known.includes(part.data.value));
  for (const part of missing) context.report(unknown('data', part.data, known));
  const counts = splitBatch(
    entry.batch.value,
    entry.mix.map(({ share }) => share),
  );
  if (counts === null) {
    if (entry.mix.length > 0) {
      const message = say`A batch of ${entry.batch.value} can't hold a sample of each of ${entry.mix.length} data sets. Make it at least ${entry.mix.length}.`;
      const fixes =
        entryOf(entry.node, 'batch') === undefined
          ? []
          : [replace(entry.batch.range, String(entry.mix.length))];
      context.report(problem('batch-too-small', message, entry.batch.range, { fixes }));
    }
    return null;
  }
  const parts = entry.mix.flatMap((part, index) => {
    const found = data.get(part.data.value);
    return found === undefined ? [] : [{ data: found, samples: counts[index] ?? 1 }];
  });
  return parts.length === entry.mix.length && parts.length > 0 ? parts : null;
}

function measureOf(entry: StageEntry, parts: readonly ResolvedPart[], context: Context): Measure | null {
  // What isn't a length at all is a problem of form, and was reported as one.
  if (entry.length === null || lengthOf(entry.length.value) === null) return null;
  const stepsPerEpoch = stepsPerEpochOf(parts.map(({ data, samples }) => ({ size: data.size, samples })));
  const { value, range } = entry.length;
  if (value.endsWith('%')) {
    const message = say`Found ${value}, expected epochs or steps: a stage's length can't be a share of itself.`;
    context.report(problem('wrong-form', message, range));
    return null;
  }
  const steps = stepsOf(value, { stepsPerEpoch, steps: 0 });
  if (!Number.isSafeInteger(steps) || steps > 1e9) {
    context.report(problem('out-of-range', say`Found ${steps} steps, expected at most a billion.`, range));
    return null;
  }
  if (steps >= 1) return { stepsPerEpoch, steps };
  context.report(
    problem(
      'out-of-range',
      say`${value} is no step at all here; an epoch is ${stepsPerEpoch} steps. Expected at least 1 step.`,
      range,
    ),
  );
  return null;
}

function resolveUpdate(
  entry: UpdateEntry,
  stage: StageEntry,
  { data, models }: { readonly data: AllData; readonly models: AllModels },
  context: Context,
): ResolvedUpdate {
  const model = trained(entry, models, context);
  return {
    entry,
    model,
    variables: model === null ? [] : variablesOf(entry, model, context),
    optimizer: optimizerOf(entry, stage, context),
    terms: entry.terms.flatMap(
      (term) => resolveTerm(term, { stage, update: entry, student: model, data, models }, context) ?? [],
    ),
  };
}

function trained(entry: UpdateEntry, models: AllModels, context: Context): ResolvedModel | null {
  const known = context.recipe.models.map(({ id }) => id.value);
  for (const { value, range } of entry.train) {
    if (known.includes(value.model)) continue;
    const end = value.pattern === null ? range.end : range.end - value.pattern.length - 1;
    context.report(unknown('model', { value: value.model, range: { start: range.start, end } }, known));
  }
  const [first, second] = unique(entry.train.map(({ value }) => value.model));
  if (second !== undefined) {
    const message = say`Training several models at once is not in this version. Train them in stages of their own.`;
    context.report(problem('not-in-this-version', message, entry.train[1]?.range ?? entry.range));
    return null;
  }
  return first === undefined ? null : (models.get(first) ?? null);
}

/** Names of the variables that train, in the network's order. */
function variablesOf(entry: UpdateEntry, model: ResolvedModel, context: Context): readonly string[] {
  const names = model.network.parameters.map(({ name }) => name);
  const patterns = entry.train.map(({ value }) => value.pattern);
  for (const { value, range } of entry.train) {
    if (value.pattern === null || names.some((name) => matches(value.pattern ?? '**', name))) continue;
    const blocks = unique(names.map((name) => name.slice(0, Math.max(0, name.lastIndexOf('/')))));
    const message = say`No variable of ${model.id} fits ${value.pattern}. Its blocks are ${blocks.slice(0, 24).join(', ')}; a block is written ${model.id}/${blocks[0] ?? 'block'}/**.`;
    const near = nearestOf(
      value.pattern,
      blocks.map((block) => `${block}/**`),
    );
    const fixes = replaceEach(
      range,
      near.map((pattern) => `${model.id}/${pattern}`),
    );
    context.report(problem('unknown-variables', message, range, { fixes }));
  }
  return names.filter((name) => patterns.some((pattern) => pattern === null || matches(pattern, name)));
}

function optimizerOf(entry: UpdateEntry, stage: StageEntry, context: Context): ResolvedUpdate['optimizer'] {
  if (entry.optimizer === null) {
    const message = say`The key optimizer is missing: expected a map such as { kind: adam, rate: 0.001 }.`;
    const fixes = [addToStage(context.text, stage, 'optimizer', '{ kind: adam, rate: 0.001 }')];
    context.report(problem('missing-key', message, headOf(entry.node), { fixes }));
    return null;
  }
  const kind = textOf(valueOf(entry.optimizer, 'kind'))?.value;
  const descriptor = context.catalogue.optimizers.find((candidate) => candidate.kind === kind);
  return descriptor === undefined
    ? null
    : { descriptor, parameters: parametersOf(descriptor.parameters, entry.optimizer) };
}

/** Whether a stage says both of two keys that exclude each other. */
export const saysBoth = (stage: StageEntry): boolean =>
  entryOf(stage.node, 'updates') !== undefined &&
  (entryOf(stage.node, 'train') !== undefined || entryOf(stage.node, 'losses') !== undefined);
