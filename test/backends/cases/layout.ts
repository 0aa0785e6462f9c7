import * as tf from '@tensorflow/tfjs-core';
import { one, type Case } from './case.ts';

/** Ops that move elements about. */
export const layout: readonly Case[] = [
  one('reshape', [2, 6], (x) => tf.reshape(x, [3, -1])),
  one('expandDims and squeeze', [2, 6], (x) => tf.squeeze(tf.expandDims(tf.expandDims(x, 1), 0), [0])),
  one('transpose of a matrix', [3, 5], (x) => tf.transpose(x)),
  one('transpose of four axes', [2, 3, 4, 5], (x) => tf.transpose(x, [0, 2, 1, 3])),
  one('pad', [2, 3], (x) =>
    tf.pad(
      x,
      [
        [1, 0],
        [0, 2],
      ],
      0.5,
    ),
  ),
  one('pad of images', [2, 3, 3, 2], (x) =>
    tf.pad(x, [
      [0, 0],
      [1, 1],
      [2, 0],
      [0, 0],
    ]),
  ),
  one(
    'mirrorPad',
    [2, 4, 4, 1],
    (x) =>
      tf.mirrorPad(
        x,
        [
          [0, 0],
          [1, 2],
          [2, 1],
          [0, 0],
        ],
        'reflect',
      ),
    { gradient: false },
  ),
  one('slice of rows', [5, 3], (x) => tf.slice(x, [1, 0], [2, -1])),
  one('slice of a block', [4, 5, 3, 60], (x) => tf.slice(x, [1, 2, 0, 1], [2, 2, 3, 50])),
  one('slice of five axes', [2, 3, 2, 3, 2], (x) => tf.slice(x, [0, 1, 0, 1, 0], [2, 2, 1, 2, 1])),
  one('slice to nothing', [4, 5], (x) => tf.slice(x, [1, 2], [0, 3]), { gradient: false }),
  one('stridedSlice', [5, 6], (x) => tf.stridedSlice(x, [0, 1], [5, 6], [2, 2]), { gradient: false }),
  one('reverse', [3, 4, 2], (x) => tf.reverse(x, [0, 1])),
  one('tile', [2, 3], (x) => tf.tile(x, [2, 3])),
  one('broadcastTo', [1, 3], (x) => tf.broadcastTo(x, [4, 3])),
  one('split', [6, 4], (x) => {
    const [a, b] = tf.split(x, 2, 0);
    return tf.mul(a ?? x, b ?? x);
  }),
  one('split into unequal parts', [2, 6], (x) => {
    const [a, , c] = tf.split(x, [1, 3, 2], 1);
    return tf.mul(a ?? x, c ?? x);
  }),
  one('unstack', [3, 4], (x) => {
    const [a, , c] = tf.unstack(x);
    return tf.mul(a ?? x, c ?? x);
  }),
  one('depthToSpace', [1, 2, 2, 8], (x) => tf.depthToSpace(tf.reshape<tf.Rank.R4>(x, [1, 2, 2, 8]), 2), {
    gradient: false,
  }),
  {
    name: 'concat',
    inputs: [{ shape: [2, 3] }, { shape: [2, 1] }],
    run: (...inputs) => tf.concat(inputs, 1),
  },
  { name: 'stack', inputs: [{ shape: [2, 3] }, { shape: [2, 3] }], run: (...inputs) => tf.stack(inputs, 1) },
  {
    name: 'addN',
    inputs: [{ shape: [2, 3] }, { shape: [2, 3] }, { shape: [2, 3] }],
    run: (...inputs) => tf.addN(inputs),
  },
  {
    name: 'where',
    inputs: [{ shape: [3, 5] }, { shape: [3, 5] }],
    run: (a, b) => tf.where(tf.greater(tf.reshape(tf.range(0, 15), [3, 5]), 7), a, b),
  },
  {
    name: 'oneHot',
    inputs: [{ shape: [4], from: 0, to: 3, dtype: 'int32' }],
    run: (x) => tf.oneHot(tf.cast(x, 'int32'), 3, 0.9, 0.1, 'float32'),
    gradient: false,
  },
  {
    name: 'gather of rows',
    inputs: [{ shape: [5, 3] }, { shape: [7], from: 0, to: 5, dtype: 'int32' }],
    run: (x, rows) => tf.gather(x, tf.cast(rows, 'int32')),
  },
  {
    name: 'gather of columns by a matrix',
    inputs: [{ shape: [2, 5] }, { shape: [2, 3], from: 0, to: 5, dtype: 'int32' }],
    run: (x, rows) => tf.gather(x, tf.cast(rows, 'int32'), 1),
  },
  {
    name: 'gather along a batch',
    inputs: [{ shape: [2, 5] }, { shape: [2, 3], from: 0, to: 5, dtype: 'int32' }],
    run: (x, rows) => tf.gather(x, tf.cast(rows, 'int32'), 1, 1),
  },
  {
    name: 'unsortedSegmentSum',
    inputs: [{ shape: [6, 2] }, { shape: [6], from: 0, to: 4, dtype: 'int32' }],
    run: (x) => tf.unsortedSegmentSum(x, tf.tensor1d([0, 2, 0, 3, 1, 2], 'int32'), 4),
  },
  {
    name: 'range and fill',
    inputs: [{ shape: [4] }],
    run: (x) => tf.add(tf.mul(x, tf.range(0, 4, 1)), tf.fill([4], 2)),
  },
];
