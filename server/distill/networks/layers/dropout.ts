import { cast, clone, greaterEqual, mul } from '@tensorflow/tfjs-core';
import Type from 'typebox';
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
    const kept = cast(greaterEqual(draw(x.shape), rate), 'float32');
    return { output: mul(x, mul(kept, 1 / (1 - rate))) };
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
