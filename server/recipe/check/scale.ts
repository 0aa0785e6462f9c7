import { withShapes } from '../../backends/recording/measure.ts';
import type { LossDescriptor, LossShapes, Reduction } from '../../distill/losses/descriptor.ts';
import { extentOf, type Extent } from '../../distill/losses/extent.ts';
import { say } from '../../text/say.ts';
import { otherScales } from '../fixes/scale.ts';
import { entryOf } from '../node.ts';
import { idleKey } from '../resolved/idle-key.ts';
import { problem, type Context } from '../resolved/context.ts';
import { startOf } from '../resolved/lengths.ts';
import { projectedShape } from '../resolved/projections.ts';
import type { Resolved } from '../resolved/resolved.ts';
import type { ResolvedStage } from '../resolved/stages.ts';
import type { ResolvedTerm } from '../resolved/terms.ts';

/** Weights beside a reduction that they do not belong to. */
export function checkScale({ stages }: Resolved, context: Context): void {
  for (const stage of stages) {
    for (const { terms } of stage.updates) for (const term of terms) checkTerm(term, stage, context);
  }
}

function checkTerm(term: ResolvedTerm, stage: ResolvedStage, context: Context): void {
  const { descriptor, reduction, entry } = term;
  const stated = entryOf(entry.node, 'reduction');
  if (stated === undefined || reduction === descriptor.reduction) return;
  const samples = samplesOf(term, stage);
  const factors = samples === 0 ? [] : factorsOf(term, samples, context);
  const [least, most] = [Math.min(...factors), Math.max(...factors)];
  if (factors.length === 0) return;
  if (least === 1 && most === 1) {
    const reason = say`${descriptor.name} has one element a sample, so ${reduction} is ${descriptor.reduction}`;
    context.report(idleKey(entry.node, stated, reason, context));
    return;
  }
  const weight = startOf(term.weight);
  if (!isOffScale(weight / descriptor.weight, least, entryOf(entry.node, 'weight') !== undefined)) return;
  const effect = least === most ? sizeOf(least) : say`${sizeOf(least)} to ${sizeOf(most)}`;
  const next = say`Leave reduction out, or rescale the weight.`;
  const growth = reduction === 'sum' ? say` It grows with the batch, too.` : '';
  const message = say`With reduction: ${reduction} the term ${term.id} counts ${effect} compared with ${descriptor.reduction}, which published weights of ${descriptor.name} belong to: weight ${weight} is like ${rounded(weight * least)}.`;
  context.report(
    problem('weight-scale', say`${`${message}${growth}`} ${next}`, stated.keyRange, {
      // Published code of some methods divides like this: said, and not held against the recipe.
      severity: least > 1 ? 'warning' : 'information',
      fixes: otherScales(context, term, least === most ? least : null),
    }),
  );
}

/**
 * Whether the reduction takes a weight further from its loss's own. A weight that makes up for the reduction is meant;
 * so is a smaller loss without any weight.
 */
function isOffScale(weight: number, factor: number, isStated: boolean): boolean {
  if (weight <= 0 || (!isStated && factor < 1)) return false;
  return Math.abs(Math.log(weight * factor)) > Math.abs(Math.log(weight));
}

/** Samples of a batch that a term sees. */
function samplesOf({ data, descriptor }: ResolvedTerm, { parts }: ResolvedStage): number {
  const needsLabels = descriptor.needs.includes('labels');
  return (parts ?? [])
    .filter((part) => data === null || data.includes(part.data.id))
    .filter((part) => !needsLabels || part.data.labelled)
    .reduce((sum, part) => sum + part.samples, 0);
}

/** What the stated reduction multiplies the loss's own by, pair by pair. */
function factorsOf(term: ResolvedTerm, samples: number, { catalogue }: Context): readonly number[] {
  const { descriptor, parameters, pairs } = term;
  return (pairs ?? []).flatMap(({ studentShape, teacherShape, projection }) => {
    const student =
      teacherShape === null
        ? studentShape
        : projectedShape(projection, studentShape, teacherShape, catalogue);
    if (student === null) return [];
    const shapes = { student, ...(teacherShape === null ? {} : { teacher: teacherShape }) };
    const extent = remembered(descriptor, shapes, parameters.values);
    return [divisor(descriptor.reduction, extent, samples) / divisor(term.reduction, extent, samples)];
  });
}

/** Extents by what decides them: while a recipe is written its shapes stay. */
const memory = new WeakMap<LossDescriptor, Map<string, Extent>>();
const rememberedAtMost = 256;

function remembered(
  descriptor: LossDescriptor,
  shapes: LossShapes,
  parameters: Readonly<Record<string, unknown>>,
): Extent {
  const known = memory.get(descriptor) ?? new Map<string, Extent>();
  memory.set(descriptor, known);
  const key = JSON.stringify([shapes, parameters]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const extent = withShapes(() => extentOf(descriptor, shapes, parameters));
  if (known.size >= rememberedAtMost) known.clear();
  known.set(key, extent);
  return extent;
}

function divisor(reduction: Reduction, { entries, elements }: Extent, samples: number): number {
  switch (reduction) {
    case 'sum':
      return 1;
    case 'batchmean':
      return samples * entries;
    case 'mean':
      return samples * entries * elements;
  }
}

const rounded = (value: number): number => Number(value.toPrecision(4));

/** `÷10`, `×64`. */
const sizeOf = (factor: number): string => (factor < 1 ? `÷${rounded(1 / factor)}` : `×${rounded(factor)}`);
