import { add, mul, sub } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { choice, optional, scalar } from '../schema.ts';
import { optimizer } from './descriptor.ts';
import { named } from './named.ts';

export const sgd = optimizer({
  kind: 'sgd',
  summary: 'Stochastic gradient descent with momentum.',
  formula: [
    'l2: g ← g + decay·w;  decoupled: w ← w − rate·decay·w',
    'v ← momentum·v + g',
    'w ← w − rate·v;  nesterov: w ← w − rate·(g + momentum·v)',
  ].join('\n'),
  sources: [
    'Sutskever et al., On the importance of initialization and momentum in deep learning, ICML 2013',
    'pytorch/pytorch torch/optim/sgd.py: the rate multiplies the velocity when it is used, not when it is kept',
    'Loshchilov and Hutter, Decoupled weight decay regularization, arXiv 1711.05101, algorithm 1',
  ],
  parameters: Type.Object(
    {
      rate: scalar({ minimum: 0, description: 'Learning rate.' }),
      momentum: optional(
        scalar({ minimum: 0, maximum: 1, default: 0, description: 'Share of the velocity that is kept.' }),
      ),
      nesterov: optional(
        Type.Boolean({ default: false, description: 'Step from where the velocity is about to lead.' }),
      ),
      decay: optional(
        scalar({
          minimum: 0,
          default: 0,
          description: 'Weight decay; biases and normalisation are left out.',
        }),
      ),
      decayKind: optional(
        choice(['l2', 'decoupled'], {
          default: 'l2',
          description: 'Decay as part of the gradient, or apart from it.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  slots: () => ['velocity'],
  update({ parameter, gradient, slots, scalars }, { nesterov, decayKind }, decays) {
    const rate = named(scalars, 'rate');
    const momentum = named(scalars, 'momentum');
    const pull = decays ? mul(parameter, named(scalars, 'decay')) : null;
    const decoupled = decayKind === 'decoupled';
    const slope = pull === null || decoupled ? gradient : add(gradient, pull);
    const start = pull === null || !decoupled ? parameter : sub(parameter, mul(pull, rate));
    const velocity = add(mul(named(slots, 'velocity'), momentum), slope);
    const direction = nesterov === true ? add(slope, mul(velocity, momentum)) : velocity;
    return { parameter: sub(start, mul(direction, rate)), slots: { velocity } };
  },
});
