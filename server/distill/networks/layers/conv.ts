import { add, conv2d, pad, type Tensor4D } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { optional } from '../../schema.ts';
import type { KerasConfig } from '../keras/config.ts';
import { fusedActivation } from './activation.ts';
import { layer, only, type KerasLayer } from './descriptor.ts';
import { dilate } from './dilation.ts';
import { bias, kernel, variable } from './variables.ts';
import { extent, image, padding, pair, rank4, slide, type Window } from './window.ts';

export const conv = layer({
  layer: 'conv',
  summary: 'Two-dimensional convolution; kernel [height, width, inputs, filters].',
  config: Type.Object(
    {
      filters: Type.Integer({ minimum: 1, maximum: 65_536 }),
      size: extent({}),
      strides: optional(extent({ default: 1 })),
      padding: optional(
        padding({
          default: 'valid',
          description: 'valid, same (TensorFlow), or pixels on each side (PyTorch)',
        }),
      ),
      dilation: optional(extent({ default: 1 })),
      bias: optional(Type.Boolean({ default: true })),
    },
    { additionalProperties: false },
  ),
  inputs: 'one',
  output: (config, inputs) => [...slide(only(inputs), config), config.filters],
  variables: (config, inputs) => ({
    parameters: [
      kernel([...pair(config.size), image(only(inputs))[2], config.filters]),
      ...(config.bias ? [bias(config.filters)] : []),
    ],
    state: [],
  }),
  apply: (config, { inputs, variables }) => {
    const x = padded(rank4(only(inputs)), config.padding);
    const weights = dilate(rank4(variable(variables, 'kernel')), pair(config.dilation));
    const output = conv2d(x, weights, pair(config.strides), named(config.padding));
    return { output: config.bias ? add(output, variable(variables, 'bias')) : output };
  },
  keras: {
    classNames: ['Conv2D'],
    fromKeras: (config) => {
      config.expect('groups', 1);
      const window = kerasWindow(config);
      const withBias = config.boolean('use_bias', true);
      return [
        {
          layer: 'conv',
          config: { ...window, filters: config.integer('filters'), bias: withBias },
          suffix: '',
          weights: { kernel: 'kernel', ...(withBias ? { bias: 'bias' } : {}) },
        },
        ...fusedActivation(config),
      ];
    },
    toKeras: (config) =>
      toKerasWindow('Conv2D', config, {
        filters: config.filters,
        use_bias: config.bias,
        activation: 'linear',
      }),
    weights: { kernel: 'kernel', bias: 'bias' },
  },
});

/** Padding by a number happens beforehand: not every backend takes it in the convolution. */
export function padded(x: Tensor4D, amount: Window['padding']): Tensor4D {
  if (typeof amount !== 'number' || amount === 0) return x;
  return pad(x, [
    [0, 0],
    [amount, amount],
    [amount, amount],
    [0, 0],
  ]);
}

/** What is left for the convolution to pad. */
export const named = (amount: Window['padding']): 'valid' | 'same' => (amount === 'same' ? 'same' : 'valid');

/** Size, strides, padding and dilation of a Keras convolution. */
export function kerasWindow(config: KerasConfig) {
  config.expect('data_format', 'channels_last');
  return {
    size: config.pair('kernel_size', 1),
    strides: config.pair('strides', 1),
    padding: config.word('padding', ['valid', 'same'], 'valid'),
    dilation: config.pair('dilation_rate', 1),
  };
}

/** A Keras convolution; with a layer of zeros before it when the padding is a number. */
export function toKerasWindow(
  className: string,
  window: Window,
  config: Readonly<Record<string, unknown>>,
): readonly KerasLayer[] {
  const amount = typeof window.padding === 'number' ? window.padding : 0;
  const zeros: KerasLayer = {
    className: 'ZeroPadding2D',
    config: {
      padding: [
        [amount, amount],
        [amount, amount],
      ],
      data_format: 'channels_last',
    },
  };
  const convolution: KerasLayer = {
    className,
    config: {
      ...config,
      kernel_size: pair(window.size),
      strides: pair(window.strides),
      dilation_rate: pair(window.dilation ?? 1),
      padding: named(window.padding),
      data_format: 'channels_last',
    },
  };
  return amount === 0 ? [convolution] : [zeros, convolution];
}
