import { add, div, expm1, log, mul, neg, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '../tensors.ts';
import { operation } from './operation.ts';
import { like, updateSources, type Decay } from './update.ts';

interface Attributes {
  /** Added to the root of the mean square, outside it. */
  readonly epsilon: number;
  readonly decayKind: Decay;
}

type Inputs = Readonly<
  Record<
    'parameter' | 'gradient' | 'mean' | 'square' | 'rate' | 'beta1' | 'beta2' | 'decay' | 'count' | 'norm',
    Tensor
  >
>;

/**
 * 1 − βᵗ. Through expm1 and log because 1 − pow(β, t) in float32 is off by 3e-5 of itself at β = 0.999; this is
 * exact for the very β that the moments were made with.
 */
const correction = (beta: Tensor, count: Tensor): Tensor => neg(expm1(mul(count, log(beta))));

/**
 * One update of Adam or AdamW: parameter, gradient, mean and square of one shape, everything else a scalar; `count` is
 * 1 at the first update. What update.ts says of in-place updates holds.
 */
export const adamUpdate = operation({
  name: 'AdamUpdate',
  formula: [
    'l2: g ← g + decay·w;  decoupled: w ← w − rate·decay·w',
    'm ← β₁·m + (1 − β₁)·g;  v ← β₂·v + (1 − β₂)·g²',
    'w ← w − rate · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)',
  ].join('\n'),
  sources: [
    'Kingma and Ba, Adam: a method for stochastic optimization, arXiv 1412.6980, algorithm 1',
    'pytorch/pytorch torch/optim/adam.py, adamw.py: ε outside the root, decay scaled by the rate',
    ...updateSources,
  ],
  outputs: ['parameter', 'mean', 'square'],
  compose: (inputs: Inputs, { epsilon, decayKind }: Attributes) => {
    const { parameter, rate, beta1, beta2, decay, count } = inputs;
    const slope = decayKind === 'l2' ? add(inputs.gradient, mul(parameter, decay)) : inputs.gradient;
    const start = decayKind === 'decoupled' ? sub(parameter, mul(parameter, mul(rate, decay))) : parameter;
    const moved = (moment: Tensor, beta: Tensor, value: Tensor): Tensor =>
      add(mul(moment, beta), mul(value, sub(1, beta)));
    const mean = moved(inputs.mean, beta1, slope);
    const meanSquare = moved(inputs.square, beta2, square(slope));
    const root = div(sqrt(meanSquare), sqrt(correction(beta2, count)));
    const direction = div(div(mean, correction(beta1, count)), add(root, epsilon));
    return [sub(start, mul(direction, rate)), mean, meanSquare];
  },
  infer: ({ parameter, mean, square }, { decayKind }) => ({
    outputs: [like(parameter), like(mean), like(square)],
    flops: (14 + (decayKind === 'none' ? 0 : 2)) * sizeOf(parameter.shape),
  }),
});
