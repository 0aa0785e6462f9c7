import * as tf from '@tensorflow/tfjs-core';
import { one, positive, type Case } from './case.ts';

const four = (x: tf.Tensor, [n, h, w, c]: readonly [number, number, number, number]): tf.Tensor4D =>
  tf.reshape(x, [n, h, w, c]);

interface Convolution {
  readonly image: readonly [number, number, number, number];
  readonly filter: readonly [number, number, number, number];
  readonly stride?: number | [number, number];
  readonly pad?: 'same' | 'valid' | number;
  readonly dilation?: number;
}

const convolutions: readonly Convolution[] = [
  { image: [2, 5, 5, 3], filter: [3, 3, 3, 4] },
  { image: [2, 5, 6, 3], filter: [3, 3, 3, 4], pad: 'valid' },
  { image: [1, 7, 7, 2], filter: [5, 5, 2, 3], pad: 'valid' },
  { image: [2, 6, 6, 3], filter: [3, 3, 3, 4], stride: 2 },
  { image: [2, 7, 5, 3], filter: [3, 3, 3, 4], stride: 2 },
  { image: [2, 7, 8, 3], filter: [3, 3, 3, 2], stride: 2, pad: 'valid' },
  { image: [2, 8, 8, 2], filter: [3, 3, 2, 2], stride: 2, pad: 1 },
  { image: [2, 6, 6, 3], filter: [1, 1, 3, 4], stride: 2 },
  { image: [2, 6, 6, 3], filter: [1, 1, 3, 4] },
  { image: [1, 9, 7, 1], filter: [4, 2, 1, 2], stride: [3, 2] },
  { image: [2, 9, 9, 2], filter: [2, 2, 2, 3], stride: 3, pad: 'valid' },
  { image: [1, 4, 4, 2], filter: [2, 2, 2, 2], pad: 3 },
];

const describe = ({ image, filter, stride = 1, pad = 'same', dilation = 1 }: Convolution): string =>
  `[${image.join(', ')}] by [${filter.join(', ')}], stride ${String(stride)}, pad ${pad}, dilation ${dilation}`;

/** Convolutions over every stride and padding. */
export const conv: readonly Case[] = [
  ...convolutions.map((c): Case => ({
    name: `conv2d of ${describe(c)}`,
    inputs: [{ shape: c.image }, { shape: c.filter }],
    run: (x, filter) => tf.conv2d(four(x, c.image), four(filter, c.filter), c.stride ?? 1, c.pad ?? 'same'),
  })),
  {
    name: 'conv2d, dilated',
    inputs: [{ shape: [1, 8, 8, 2] }, { shape: [3, 3, 2, 3] }],
    run: (x, filter) => tf.conv2d(four(x, [1, 8, 8, 2]), four(filter, [3, 3, 2, 3]), 1, 'same', 'NHWC', 2),
    gradient: false,
  },
  {
    name: 'conv2dTranspose, stride 2',
    inputs: [{ shape: [2, 3, 3, 4] }, { shape: [3, 3, 2, 4] }],
    run: (x, filter) =>
      tf.conv2dTranspose(four(x, [2, 3, 3, 4]), four(filter, [3, 3, 2, 4]), [2, 6, 6, 2], 2, 'same'),
  },
  ...convolutions
    .map((c) => ({ ...c, filter: [c.filter[0], c.filter[1], c.image[3], c.filter[3] > 2 ? 1 : 2] as const }))
    .map((c): Case => ({
      name: `depthwiseConv2d of ${describe(c)}`,
      inputs: [{ shape: c.image }, { shape: c.filter }],
      run: (x, filter) =>
        tf.depthwiseConv2d(four(x, c.image), four(filter, c.filter), c.stride ?? 1, c.pad ?? 'same'),
    })),
];

interface Pooling {
  readonly image: readonly [number, number, number, number];
  readonly window: number | [number, number];
  readonly stride: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
}

const poolings: readonly Pooling[] = [
  { image: [2, 4, 4, 3], window: 2, stride: 2, pad: 'valid' },
  { image: [2, 5, 5, 3], window: 2, stride: 2, pad: 'valid' },
  { image: [2, 5, 5, 3], window: 2, stride: 2, pad: 'same' },
  { image: [1, 6, 7, 2], window: 3, stride: 2, pad: 'same' },
  { image: [1, 6, 6, 2], window: 3, stride: 1, pad: 'same' },
  { image: [2, 5, 6, 1], window: [2, 3], stride: [1, 2], pad: 'valid' },
];

/** Pooling, with windows that overlap, reach out and tie. */
export const pools: readonly Case[] = poolings.flatMap(({ image, window, stride, pad }): readonly Case[] => {
  const where = `of [${image.join(', ')}], window ${String(window)}, stride ${String(stride)}, pad ${pad}`;
  const inputs = [{ shape: image }];
  return [
    {
      name: `maxPool ${where}`,
      inputs,
      run: (x) => tf.maxPool(four(x, image), window, stride, pad),
    },
    {
      name: `maxPool of ties ${where}`,
      inputs,
      run: (x) => tf.maxPool(tf.relu(four(x, image)), window, stride, pad),
    },
    {
      name: `avgPool ${where}`,
      inputs,
      run: (x) => tf.avgPool(four(x, image), window, stride, pad),
    },
  ];
});

/** The rest that image networks use. */
export const images: readonly Case[] = [
  one('resizeBilinear of a square', [1, 3, 3, 2], (x) =>
    tf.image.resizeBilinear(four(x, [1, 3, 3, 2]), [5, 5]),
  ),
  one('resizeNearestNeighbor', [1, 3, 4, 2], (x) =>
    tf.image.resizeNearestNeighbor(four(x, [1, 3, 4, 2]), [6, 8]),
  ),
  {
    name: 'batchNorm',
    inputs: [{ shape: [2, 3, 3, 4] }, { shape: [4] }, { shape: [4], ...positive }, { shape: [2, 4] }],
    run: (x, mean, variance, affine) =>
      tf.batchNorm(
        four(x, [2, 3, 3, 4]),
        tf.reshape<tf.Rank.R1>(mean, [4]),
        tf.reshape<tf.Rank.R1>(variance, [4]),
        tf.reshape<tf.Rank.R1>(tf.slice(affine, [0, 0], [1, 4]), [4]),
        tf.reshape<tf.Rank.R1>(tf.slice(affine, [1, 0], [1, 4]), [4]),
        1e-3,
      ),
  },
];
