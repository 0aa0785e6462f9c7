import { maxPool as pool } from '@tensorflow/tfjs-core';
import { layer, only } from './descriptor.ts';
import { poolConfig, poolFromKeras, poolToKeras, poolWindow } from './pooling.ts';
import { image, pair, rank4, slide } from './window.ts';

export const maxPool = layer({
  layer: 'max-pool',
  summary: 'The largest value under a sliding window.',
  config: poolConfig,
  inputs: 'one',
  output: (config, inputs) => [...slide(only(inputs), poolWindow(config)), image(only(inputs))[2]],
  apply: (config, { inputs }) => {
    const { size, strides, padding } = poolWindow(config);
    return { output: pool(rank4(only(inputs)), pair(size), pair(strides), padding) };
  },
  keras: {
    classNames: ['MaxPooling2D'],
    fromKeras: (config) => poolFromKeras('max-pool', config),
    toKeras: (config) => poolToKeras('MaxPooling2D', config),
  },
});
