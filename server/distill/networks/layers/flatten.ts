import { reshape } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { sizeOf } from '../../tensors.ts';
import { layer, only } from './descriptor.ts';

export const flatten = layer({
  layer: 'flatten',
  summary: 'All values of a sample in one axis.',
  config: Type.Object({}, { additionalProperties: false }),
  inputs: 'one',
  output: (_, inputs) => [sizeOf(only(inputs))],
  apply: (_, { inputs }) => {
    const x = only(inputs);
    const [batch = 1, ...rest] = x.shape;
    return { output: reshape(x, [batch, sizeOf(rest)]) };
  },
  keras: {
    classNames: ['Flatten'],
    fromKeras: (config) => {
      config.expect('data_format', 'channels_last');
      return [{ layer: 'flatten', config: {}, suffix: '', weights: {} }];
    },
    toKeras: () => [{ className: 'Flatten', config: {} }],
  },
});
