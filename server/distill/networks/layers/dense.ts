import { add, matMul, reshape } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { optional } from '../../schema.ts';
import { sizeOf } from '../../tensors.ts';
import { fusedActivation } from './activation.ts';
import { layer, only } from './descriptor.ts';
import { bias, kernel, variable } from './variables.ts';

export const dense = layer({
  layer: 'dense',
  summary: 'x · kernel + bias over the last axis; kernel [inputs, units].',
  config: Type.Object(
    {
      units: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
      bias: optional(Type.Boolean({ default: true })),
    },
    { additionalProperties: false },
  ),
  inputs: 'one',
  output: (config, inputs) => [...only(inputs).slice(0, -1), config.units],
  variables: (config, inputs) => ({
    parameters: [
      kernel([only(inputs).at(-1) ?? 1, config.units]),
      ...(config.bias ? [bias(config.units)] : []),
    ],
    state: [],
  }),
  apply: (config, { inputs, variables }) => {
    const x = only(inputs);
    const leading = x.shape.slice(0, -1);
    const rows = x.rank === 2 ? x : reshape(x, [sizeOf(leading), x.shape.at(-1) ?? 1]);
    const product = matMul(rows, variable(variables, 'kernel'));
    const sum = config.bias ? add(product, variable(variables, 'bias')) : product;
    return { output: x.rank === 2 ? sum : reshape(sum, [...leading, config.units]) };
  },
  keras: {
    classNames: ['Dense'],
    fromKeras: (config) => {
      const withBias = config.boolean('use_bias', true);
      return [
        {
          layer: 'dense',
          config: { units: config.integer('units'), bias: withBias },
          suffix: '',
          weights: { kernel: 'kernel', ...(withBias ? { bias: 'bias' } : {}) },
        },
        ...fusedActivation(config),
      ];
    },
    toKeras: (config) => [
      {
        className: 'Dense',
        config: { units: config.units, use_bias: config.bias, activation: 'linear' },
      },
    ],
    weights: { kernel: 'kernel', bias: 'bias' },
  },
});
