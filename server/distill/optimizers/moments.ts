import { add, div, expm1, log, mul, neg, sqrt, square, sub } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { optional, scalar } from '../schema.ts';
import type { UpdateInputs } from './descriptor.ts';
import { named } from './named.ts';

/** Parameters that Adam and its relatives share. */
export const momentParameters = {
  rate: scalar({ minimum: 0, description: 'Learning rate.' }),
  beta1: optional(
    scalar({
      minimum: 0,
      maximum: 0.99999,
      default: 0.9,
      description: 'Memory of the mean of the gradient.',
    }),
  ),
  beta2: optional(
    scalar({ minimum: 0, maximum: 0.99999, default: 0.999, description: 'Memory of its mean square.' }),
  ),
  epsilon: optional(
    Type.Number({ exclusiveMinimum: 0, default: 1e-8, description: 'Added to the root of the mean square.' }),
  ),
};

/** Slots of both moments. */
export const momentSlots = (): readonly string[] => ['mean', 'square'];

/**
 * 1 − βᵗ. Through expm1 and log because 1 − pow(β, t) in float32 is off by 3e-5 of itself at β = 0.999; this is
 * exact for the very β that the moments were made with.
 */
const correction = (beta: Scalar, count: Scalar): Tensor => neg(expm1(mul(count, log(beta))));

/**
 * Moves both moments and gives the direction of the step, m̂ / (√v̂ + ε), before the rate.
 * Kingma and Ba, arXiv 1412.6980, algorithm 1; ε outside the root as in pytorch/pytorch torch/optim/adam.py.
 */
export function followMoments(
  gradient: Tensor,
  { slots, scalars, count }: Pick<UpdateInputs, 'slots' | 'scalars' | 'count'>,
  epsilon: number,
): { readonly direction: Tensor; readonly slots: Readonly<Record<string, Tensor>> } {
  const beta1 = named(scalars, 'beta1');
  const beta2 = named(scalars, 'beta2');
  const moved = (moment: Tensor, beta: Scalar, value: Tensor): Tensor =>
    add(mul(moment, beta), mul(value, sub(1, beta)));
  const mean = moved(named(slots, 'mean'), beta1, gradient);
  const meanSquare = moved(named(slots, 'square'), beta2, square(gradient));
  const root = div(sqrt(meanSquare), sqrt(correction(beta2, count)));
  const direction = div(div(mean, correction(beta1, count)), add(root, epsilon));
  return { direction, slots: { mean, square: meanSquare } };
}
