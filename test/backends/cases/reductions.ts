import * as tf from '@tensorflow/tfjs-core';
import { one, type Case } from './case.ts';

const reduction = (
  name: string,
  run: (x: tf.Tensor, axis?: number | number[], keep?: boolean) => tf.Tensor,
) =>
  [
    { name: `${name} of all`, inputs: [{ shape: [2, 3, 4] }], run: (x: tf.Tensor) => run(x) },
    {
      name: `${name} of the last axis`,
      inputs: [{ shape: [2, 3, 4] }],
      run: (x: tf.Tensor) => run(x, -1),
    },
    {
      name: `${name} of a middle axis, kept`,
      inputs: [{ shape: [2, 3, 4] }],
      run: (x: tf.Tensor) => run(x, 1, true),
    },
    {
      name: `${name} of all but the last axis`,
      inputs: [{ shape: [2, 3, 4, 2] }],
      run: (x: tf.Tensor) => run(x, [0, 1, 2]),
    },
  ] satisfies readonly Case[];

/** Ops that sum, pick or normalise along axes. */
export const reductions: readonly Case[] = [
  ...reduction('sum', tf.sum),
  ...reduction('mean', tf.mean),
  ...reduction('max', tf.max),
  ...reduction('min', tf.min),
  ...reduction('logSumExp', tf.logSumExp),
  one('prod', [3, 4], (x) => tf.prod(x, 1)),
  one('argMax', [3, 5], (x) => tf.argMax(x, 1), { gradient: false }),
  one('argMin', [3, 5], (x) => tf.argMin(x, 0), { gradient: false }),
  one(
    'all, any',
    [3, 5],
    (x) =>
      tf.add(
        tf.cast(tf.all(tf.greater(x, -0.5), 1), 'float32'),
        tf.cast(tf.any(tf.greater(x, 0.5), 1), 'float32'),
      ),
    { gradient: false },
  ),
  one('softmax', [3, 5], (x) => tf.softmax(x)),
  one('logSoftmax', [2, 3, 5], (x) => tf.logSoftmax(x)),
  one('cumsum', [3, 5], (x) => tf.cumsum(x, 1)),
  one('moments', [4, 3], (x) => {
    const { mean, variance } = tf.moments(x, 0);
    return tf.add(mean, variance);
  }),
  one('norm', [4, 3], (x) => tf.norm(x, 2, 1)),
  one('top values', [3, 5], (x) => tf.topk(x, 2).values, { gradient: false }),
];
