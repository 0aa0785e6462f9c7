import { add, depthwiseConv2d } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { optional } from '../../schema.ts';
import { fusedActivation } from './activation.ts';
import { kerasWindow, named, padded, toKerasWindow } from './conv.ts';
import { layer, only } from './descriptor.ts';
import { dilate } from './dilation.ts';
import { bias, kernel, variable } from './variables.ts';
import { extent, image, padding, pair, rank4, slide } from './window.ts';

export const depthwiseConv = layer({
  layer: 'depthwise-conv',
  summary: 'A convolution of each channel by itself; kernel [height, width, channels, multiplier].',
  config: Type.Object(
    {
      size: extent({}),
      multiplier: optional(Type.Integer({ minimum: 1, maximum: 4096, default: 1 })),
      strides: optional(extent({ default: 1 })),
      padding: optional(padding({ default: 'valid' })),
      dilation: optional(extent({ default: 1 })),
      bias: optional(Type.Boolean({ default: true })),
    },
    { additionalProperties: false },
  ),
  inputs: 'one',
  output: (config, inputs) => [...slide(only(inputs), config), image(only(inputs))[2] * config.multiplier],
  variables: (config, inputs) => {
    const channels = image(only(inputs))[2];
    return {
      parameters: [
        kernel([...pair(config.size), channels, config.multiplier]),
        ...(config.bias ? [bias(channels * config.multiplier)] : []),
      ],
      state: [],
    };
  },
  apply: (config, { inputs, variables }) => {
    const x = padded(rank4(only(inputs)), config.padding);
    const weights = dilate(rank4(variable(variables, 'kernel')), pair(config.dilation));
    const output = depthwiseConv2d(x, weights, pair(config.strides), named(config.padding));
    return { output: config.bias ? add(output, variable(variables, 'bias')) : output };
  },
  keras: {
    classNames: ['DepthwiseConv2D'],
    fromKeras: (config) => {
      const withBias = config.boolean('use_bias', true);
      return [
        {
          layer: 'depthwise-conv',
          config: {
            ...kerasWindow(config),
            multiplier: config.get('depth_multiplier') === undefined ? 1 : config.integer('depth_multiplier'),
            bias: withBias,
          },
          suffix: '',
          weights: { kernel: 'depthwise_kernel', ...(withBias ? { bias: 'bias' } : {}) },
        },
        ...fusedActivation(config),
      ];
    },
    toKeras: (config) =>
      toKerasWindow('DepthwiseConv2D', config, {
        depth_multiplier: config.multiplier,
        use_bias: config.bias,
        activation: 'linear',
      }),
    weights: { kernel: 'depthwise_kernel', bias: 'bias' },
  },
});
