import { mean } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { layer, only } from './descriptor.ts';
import { image } from './window.ts';

export const globalAveragePool = layer({
  layer: 'global-average-pool',
  summary: 'The mean of each channel over the whole image.',
  config: Type.Object({}, { additionalProperties: false }),
  inputs: 'one',
  output: (_, inputs) => [image(only(inputs))[2]],
  apply: (_, { inputs }) => ({ output: mean(only(inputs), [1, 2]) }),
  keras: {
    classNames: ['GlobalAveragePooling2D'],
    fromKeras: (config) => {
      config.expect('data_format', 'channels_last');
      config.expect('keepdims', false);
      return [{ layer: 'global-average-pool', config: {}, suffix: '', weights: {} }];
    },
    toKeras: () => [{ className: 'GlobalAveragePooling2D', config: { data_format: 'channels_last' } }],
  },
});
