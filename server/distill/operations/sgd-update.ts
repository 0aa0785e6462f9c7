import { add, mul, sub, type Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '../tensors.ts';
import { operation } from './operation.ts';
import { like, updateSources, type Decay } from './update.ts';

interface Attributes {
  readonly nesterov: boolean;
  readonly decayKind: Decay;
}

type Inputs = Readonly<
  Record<'parameter' | 'gradient' | 'velocity' | 'rate' | 'momentum' | 'decay' | 'norm', Tensor>
>;

/**
 * One update of stochastic gradient descent: parameter, gradient and velocity of one shape, everything else a scalar.
 * What update.ts says of in-place updates holds.
 */
export const sgdUpdate = operation({
  name: 'SgdUpdate',
  formula: [
    'l2: g ← g + decay·w;  decoupled: w ← w − rate·decay·w',
    'v ← momentum·v + g',
    'w ← w − rate·v;  nesterov: w ← w − rate·(g + momentum·v)',
  ].join('\n'),
  sources: [
    'Sutskever et al., On the importance of initialization and momentum in deep learning, ICML 2013',
    'pytorch/pytorch torch/optim/sgd.py: the rate multiplies the velocity when it is used, not when it is kept',
    ...updateSources,
  ],
  outputs: ['parameter', 'velocity'],
  compose: (
    { parameter, gradient, velocity, rate, momentum, decay }: Inputs,
    { nesterov, decayKind }: Attributes,
  ) => {
    const slope = decayKind === 'l2' ? add(gradient, mul(parameter, decay)) : gradient;
    const start = decayKind === 'decoupled' ? sub(parameter, mul(parameter, mul(rate, decay))) : parameter;
    const moved = add(mul(velocity, momentum), slope);
    const direction = nesterov ? add(slope, mul(moved, momentum)) : moved;
    return [sub(start, mul(direction, rate)), moved];
  },
  infer: ({ parameter, velocity }, { nesterov, decayKind }) => ({
    outputs: [like(parameter), like(velocity)],
    flops: (4 + (decayKind === 'none' ? 0 : 2) + (nesterov ? 2 : 0)) * sizeOf(parameter.shape),
  }),
});
