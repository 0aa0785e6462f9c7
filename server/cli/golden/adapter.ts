import { scalar, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import type { Direction } from '../../distill/losses/divergence.ts';
import type { LossDescriptor, Reduction } from '../../distill/losses/descriptor.ts';
import { reduce } from '../../distill/losses/reduce.ts';
import type { Tensors } from '../../distill/tensors.ts';
import type { GoldenCase } from './case.ts';

/** How cases of some methods are written down with our losses. One file each, listed in index.ts. */
export interface Adapter {
  readonly methods: readonly string[];
  /** The case's value as a function of its inputs. Throws Unsupported when the case can't be written down. */
  readonly read: (golden: GoldenCase) => (inputs: Tensors) => Tensor;
  /** Where the reference returns NaN or Infinity, or refuses: what is right instead, and why. */
  readonly defects?: readonly Defect[];
}

export interface Defect {
  readonly where: (golden: GoldenCase) => boolean;
  /** The right value; null where any finite value with a finite gradient is right. */
  readonly right: number | null;
  readonly why: string;
}

/** A case of a built method that its adapter can't write down. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}

/** An input that the case must have. */
export function input(inputs: Tensors, name: string): Tensor {
  const value = inputs[name];
  if (value === undefined) throw new Unsupported(`it has no input ${name}`);
  return value;
}

/** Refuses inputs that the adapter would leave unread: a value without them would be another method's. */
export function onlyInputs(golden: GoldenCase, known: readonly string[]): void {
  const odd = Object.keys(golden.inputs).find((name) => !known.includes(name));
  if (odd !== undefined) throw new Unsupported(`its input ${odd} is unknown`);
}

/** Refuses parameters that the adapter would leave unread, for the same reason. */
export function onlyParams(golden: GoldenCase, known: readonly string[]): void {
  const odd = Object.keys(golden.params).find((name) => !known.includes(name));
  if (odd !== undefined) throw new Unsupported(`its parameter ${odd} is unknown`);
}

/** A number among `params`, or the default; Unsupported when it is something else. */
export function numberParam(golden: GoldenCase, name: string, otherwise: number): number {
  const value = golden.params[name] ?? otherwise;
  if (typeof value !== 'number') throw new Unsupported(`its parameter ${name} is not a number`);
  return value;
}

/** Text of a variant's entry, empty when it has none. */
export const words = (golden: GoldenCase, name: string): string => {
  const value = golden.variant[name];
  return typeof value === 'string' ? value : '';
};

/** The stated direction of a divergence, `reverse` or as a formula; undefined where the form alone says it. */
export function directionOf(golden: GoldenCase): Direction | undefined {
  const stated = golden.params.direction ?? golden.variant.direction;
  if (stated === undefined) return undefined;
  if (typeof stated === 'string') {
    if (/^(forward$|KL\( *(t|p_t|teacher)\b)/i.test(stated)) return 'forward';
    if (/^(reverse$|KL\( *(s|p_s|student)\b)/i.test(stated)) return 'reverse';
  }
  throw new Unsupported(`its direction ${JSON.stringify(stated)} is unknown`);
}

/** Refuses a direction other than `direction`, the only one that the method has; null for one that has none. */
export function onlyDirection(golden: GoldenCase, direction: Direction | null): void {
  const stated = directionOf(golden);
  if (stated !== undefined && stated !== direction)
    throw new Unsupported(`its method has no direction ${stated}`);
}

/** How the reference reduces, from the words of `variant.reduction`, which `params.reduction` overrides. */
export function reductionOf(golden: GoldenCase): Reduction {
  const stated = golden.params.reduction ?? golden.variant.reduction ?? 'batchmean';
  if (typeof stated !== 'string') throw new Unsupported('its reduction is not text');
  if (/batchmean|\bsum\b.*(\bmean over\b|\/ *N\b)/i.test(stated)) return 'batchmean';
  if (/mean/i.test(stated)) return 'mean';
  if (/^sum/i.test(stated)) return 'sum';
  throw new Unsupported(`its reduction "${stated}" is unknown`);
}

/** One term as a recipe would have it: a loss, its parameters and scalars, a reduction. */
export interface Term {
  readonly loss: LossDescriptor;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly scalars?: Readonly<Record<string, number>>;
  readonly reduction: Reduction;
}

export interface TermInputs {
  readonly student: Tensor;
  readonly teacher?: Tensor;
  readonly labels?: Tensor;
  readonly mask?: Tensor;
}

/** The term's value, by the same descriptors and the same reducer as in training. */
export function termValue({ loss, parameters, scalars = {}, reduction }: Term, inputs: TermInputs): Scalar {
  const tensors = Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, scalar(value)]));
  return reduce(loss.compute({ ...inputs, scalars: tensors }, parameters), reduction);
}
