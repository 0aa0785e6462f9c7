import Type from 'typebox';
import { optional, scalar } from '../schema.ts';
import { optimizer } from './descriptor.ts';
import { followMoments, momentParameters, momentSlots } from './moments.ts';

export const adam = optimizer({
  kind: 'adam',
  summary: 'Adam; weight decay, if any, as part of the gradient.',
  formula: [
    'g ← g + decay·w',
    'm ← β₁·m + (1 − β₁)·g;  v ← β₂·v + (1 − β₂)·g²',
    'w ← w − rate · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)',
  ].join('\n'),
  sources: [
    'Kingma and Ba, Adam: a method for stochastic optimization, arXiv 1412.6980, algorithm 1',
    'pytorch/pytorch torch/optim/adam.py',
  ],
  parameters: Type.Object(
    {
      ...momentParameters,
      decay: optional(
        scalar({ minimum: 0, default: 0, description: 'L2 decay; biases and normalisation are left out.' }),
      ),
    },
    { additionalProperties: false },
  ),
  slots: momentSlots,
  update: (inputs, { epsilon = 1e-8 }, decays) => followMoments(inputs, epsilon, decays ? 'l2' : 'none'),
});
