import { avgPool, mul, pad, tensor4d, type Tensor4D } from '@tensorflow/tfjs-core';
import { layer, only } from './descriptor.ts';
import { poolConfig, poolFromKeras, poolToKeras, poolWindow } from './pooling.ts';
import { image, pair, rank4, slide } from './window.ts';

export const averagePool = layer({
  layer: 'average-pool',
  summary: 'The mean under a sliding window; pixels outside the image are not counted.',
  config: poolConfig,
  inputs: 'one',
  output: (config, inputs) => [...slide(only(inputs), poolWindow(config)), image(only(inputs))[2]],
  apply: (config, { inputs }) => {
    const window = poolWindow(config);
    const [size, strides] = [pair(window.size), pair(window.strides)];
    const x = rank4(only(inputs));
    return {
      output: window.padding === 'same' ? same(x, size, strides) : avgPool(x, size, strides, 'valid'),
    };
  },
  keras: {
    classNames: ['AveragePooling2D'],
    fromKeras: (config) => poolFromKeras('average-pool', config),
    toKeras: (config) => poolToKeras('AveragePooling2D', config),
  },
});

/**
 * TensorFlow.js's own `same` divides by the pixels inside the image going forward but by the whole window going
 * back, so the gradient at the border is wrong. Here zeros are padded first and the quotient is made up for.
 */
function same(x: Tensor4D, size: [number, number], strides: [number, number]): Tensor4D {
  const down = border(x.shape[1], size[0], strides[0]);
  const across = border(x.shape[2], size[1], strides[1]);
  if (down.shares.concat(across.shares).every((share) => share === 1)) {
    return avgPool(x, size, strides, 'valid');
  }
  const sums = avgPool(pad(x, [[0, 0], down.padding, across.padding, [0, 0]]), size, strides, 'valid');
  const scale = down.shares.flatMap((row) => across.shares.map((column) => 1 / (row * column)));
  return mul(sums, tensor4d(scale, [1, down.shares.length, across.shares.length, 1]));
}

/** Zeros before and after an axis, and the share of each window that lies inside. */
function border(length: number, size: number, stride: number) {
  const windows = Math.ceil(length / stride);
  const total = Math.max((windows - 1) * stride + size - length, 0);
  const before = Math.floor(total / 2);
  const shares = Array.from({ length: windows }, (_, index) => {
    const start = index * stride - before;
    return (Math.min(start + size, length) - Math.max(start, 0)) / size;
  });
  return { padding: [before, total - before] satisfies [number, number], shares };
}
