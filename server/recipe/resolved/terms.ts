import type { LossDescriptor } from '../../distill/losses/descriptor.ts';
import type { PairPlan } from '../../distill/plan.ts';
import type { ScalarSource } from '../../distill/schema.ts';
import { addToStage } from '../fixes/stage.ts';
import { replaceEach } from '../nearest.ts';
import { valueOf } from '../node.ts';
import { textOf } from '../read/located.ts';
import type { StageEntry, UpdateEntry } from '../read/stages.ts';
import type { TermEntry } from '../read/terms.ts';
import { problem, unknown, type Context } from './context.ts';
import type { AllData } from './data.ts';
import type { AllModels, ResolvedModel } from './models.ts';
import { resolvePairs } from './pairs.ts';
import { parametersOf, scalarOf, type Parameters } from './parameters.ts';
import { teacherNames, trainedBy, unique } from './uses.ts';
import { say } from '../../text/say.ts';

/** A term with everything but its schedules in steps. */
export interface ResolvedTerm {
  readonly entry: TermEntry;
  readonly descriptor: LossDescriptor;
  readonly id: string;
  readonly weight: ScalarSource;
  readonly reduction: 'batchmean' | 'mean' | 'sum';
  readonly parameters: Parameters;
  readonly data: readonly string[] | null;
  readonly teacher: string | null;
  /** Null when something doesn't fit. */
  readonly pairs: readonly PairPlan[] | null;
}

export interface TermPlace {
  readonly stage: StageEntry;
  readonly update: UpdateEntry;
  readonly student: ResolvedModel | null;
  readonly data: AllData;
  readonly models: AllModels;
}

/** Null for losses that this version doesn't have, which planned.ts reports. */
export function resolveTerm(entry: TermEntry, place: TermPlace, context: Context): ResolvedTerm | null {
  const descriptor = context.catalogue.losses.find(({ name }) => name === entry.loss.value);
  if (descriptor === undefined) return null;
  const parameters = parametersOf(descriptor.parameters, entry.node);
  const readsTeacher = descriptor.needs.includes('teacher');
  const teacher = readsTeacher ? teacherOf(entry, place, context) : null;
  const model = teacher === null ? undefined : place.models.get(teacher);
  checkMix(entry, place.stage, context);
  const student = readsTeacher && model === undefined ? null : place.student;
  const weight = valueOf(entry.node, 'weight');
  return {
    entry,
    descriptor,
    id: entry.id.value,
    weight: (weight === undefined ? null : scalarOf(weight)) ?? descriptor.weight,
    reduction: reductionOf(entry) ?? descriptor.reduction,
    parameters,
    data: entry.data?.map(({ value }) => value) ?? null,
    teacher,
    pairs:
      student === null
        ? null
        : resolvePairs(
            {
              term: entry,
              descriptor,
              parameters: parameters.values,
              student,
              teacher: model ?? null,
              prefix: `${place.stage.name.value}/${entry.id.value}`,
            },
            context,
          ),
  };
}

const reductions = ['batchmean', 'mean', 'sum'] as const;
const reductionOf = (entry: TermEntry) =>
  reductions.find((reduction) => reduction === textOf(valueOf(entry.node, 'reduction'))?.value);

/** The one teacher of a term; null, with a problem, when there is none or several. */
function teacherOf(entry: TermEntry, { stage, update }: TermPlace, context: Context): string | null {
  const isModel = (id: string) => context.recipe.models.some(({ id: own }) => own.value === id);
  const [first, ...others] = teacherNames(entry, update, isModel);
  if (first === undefined) {
    const message = say`${entry.loss.value} reads a teacher, and neither the term nor its stage names one. Add teachers: to the stage.`;
    const fixes = teachersFor(stage, context).map((id) => addToStage(context.text, stage, 'teachers', id));
    context.report(problem('missing-teacher', message, entry.loss.range, { fixes }));
    return null;
  }
  if (others.length > 0 && (entry.teachers?.length ?? 0) <= 1) {
    const message = say`${entry.id.value} would read several teachers (${[first, ...others].join(', ')}), which this version can't combine. Say which one with teachers:, one term a teacher.`;
    context.report(problem('not-in-this-version', message, entry.loss.range));
  }
  return first;
}

/** Models that have weights when a stage begins: those that earlier stages train, and those with a checkpoint. */
function teachersFor(stage: StageEntry, { recipe }: Context): readonly string[] {
  const earlier = recipe.stages.slice(0, recipe.stages.indexOf(stage)).flatMap(trainedBy);
  const given = recipe.models.flatMap(({ id, checkpoint }) => (checkpoint === null ? [] : [id.value]));
  return unique([...earlier, ...given]).filter((id) => !trainedBy(stage).includes(id));
}

/** A term sees parts of its stage's batch and nothing else. */
function checkMix(entry: TermEntry, stage: StageEntry, context: Context): void {
  const parts = stage.mix.map(({ data }) => data.value);
  const known = context.recipe.data.map(({ id }) => id.value);
  for (const data of entry.data ?? []) {
    // Where the mix itself names what there isn't, this one may be what was meant there.
    if (
      parts.includes(data.value) ||
      (known.includes(data.value) && !parts.every((id) => known.includes(id)))
    )
      continue;
    context.report(
      known.includes(data.value)
        ? problem(
            'not-in-mix',
            say`The data set ${data.value} is not part of this stage's data (${parts.join(', ')}). Add it there, or name one of them.`,
            data.range,
            { fixes: replaceEach(data.range, parts.slice(0, 3)) },
          )
        : unknown('data', data, parts),
    );
  }
}
