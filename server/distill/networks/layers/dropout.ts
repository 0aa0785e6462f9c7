import { clone } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { dropout as drop } from '../blocks/dropout.ts';
import { layer, only } from './descriptor.ts';

export const dropout = layer({
  layer: 'dropout',
  summary: 'In training, zeroes each value with probability `rate` and divides the rest by 1 − rate.',
  config: Type.Object(
    { rate: Type.Number({ minimum: 0, exclusiveMaximum: 1 }) },
    { additionalProperties: false },
  ),
  inputs: 'one',
  output: (_, inputs) => only(inputs),
  apply: ({ rate }, { inputs, training, draw }) => {
    const x = only(inputs);
    if (!training || rate === 0) return { output: clone(x) };
    return { output: drop(x, rate, draw(x.shape)) };
  },
  keras: {
    classNames: ['Dropout'],
    fromKeras: (config) => {
      config.expect('noise_shape');
      return [{ layer: 'dropout', config: { rate: config.number('rate', 0.5) }, suffix: '', weights: {} }];
    },
    toKeras: ({ rate }) => [{ className: 'Dropout', config: { rate } }],
  },
});
