import Type from 'typebox';
import { optional, scalar } from '../schema.ts';
import { optimizer } from './descriptor.ts';
import { followMoments, momentParameters, momentSlots } from './moments.ts';

export const adamw = optimizer({
  kind: 'adamw',
  summary: 'Adam with weight decay apart from the gradient.',
  formula: [
    'w ← w − rate·decay·w',
    'm ← β₁·m + (1 − β₁)·g;  v ← β₂·v + (1 − β₂)·g²',
    'w ← w − rate · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)',
  ].join('\n'),
  sources: [
    'Loshchilov and Hutter, Decoupled weight decay regularization, arXiv 1711.05101, algorithm 2',
    'pytorch/pytorch torch/optim/adamw.py: decay is scaled by the rate',
  ],
  parameters: Type.Object(
    {
      ...momentParameters,
      decay: optional(
        scalar({
          minimum: 0,
          default: 0.01,
          description: 'Decoupled decay; biases and normalisation are left out.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  slots: momentSlots,
  update: (inputs, { epsilon = 1e-8 }, decays) =>
    followMoments(inputs, epsilon, decays ? 'decoupled' : 'none'),
});
