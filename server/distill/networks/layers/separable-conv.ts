import { fusedActivation } from './activation.ts';
import { kerasWindow } from './conv.ts';
import type { KerasImport } from './descriptor.ts';

/** Keras's SeparableConv2D is read as what it is: a depthwise convolution and a 1 × 1 convolution. */
export const separableConv: KerasImport = {
  classNames: ['SeparableConv2D'],
  fromKeras: (config) => {
    const withBias = config.boolean('use_bias', true);
    return [
      {
        layer: 'depthwise-conv',
        config: {
          ...kerasWindow(config),
          multiplier: config.get('depth_multiplier') === undefined ? 1 : config.integer('depth_multiplier'),
          bias: false,
        },
        suffix: '.depthwise',
        weights: { kernel: 'depthwise_kernel' },
      },
      {
        layer: 'conv',
        config: { filters: config.integer('filters'), size: 1, bias: withBias },
        suffix: '',
        weights: { kernel: 'pointwise_kernel', ...(withBias ? { bias: 'bias' } : {}) },
      },
      ...fusedActivation(config),
    ];
  },
};
