import * as tf from '@tensorflow/tfjs-core';
import { one, positive, type Case } from '../cases/case.ts';

const fourth = (x: tf.Tensor, [n, h, w, c]: readonly [number, number, number, number]): tf.Tensor4D =>
  tf.reshape(x, [n, h, w, c]);

const units: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
  acos: tf.acos,
  asin: tf.asin,
  asinh: tf.asinh,
  atan: tf.atan,
  atanh: tf.atanh,
  cosh: tf.cosh,
  sinh: tf.sinh,
  tan: tf.tan,
  ceil: tf.ceil,
  erf: tf.erf,
  isInf: (x) => tf.cast(tf.isInf(tf.div(x, tf.relu(x))), 'float32'),
  'step with a slope': (x) => tf.step(x, 0.2),
};

const whole = (x: tf.Tensor): tf.Tensor => tf.cast(tf.round(tf.mul(x, 9)), 'int32');

const resizings: readonly Case[] = [true, false].flatMap((corners) =>
  [true, false]
    .filter((half) => !(corners && half))
    .flatMap((half): readonly Case[] => [
      one(
        `resizeBilinear, corners ${corners}, half pixels ${half}`,
        [1, 3, 5, 2],
        (x) => tf.image.resizeBilinear(fourth(x, [1, 3, 5, 2]), [7, 4], corners, half),
        { gradient: false },
      ),
      one(
        `resizeNearestNeighbor, corners ${corners}, half pixels ${half}`,
        [1, 3, 5, 2],
        (x) => tf.image.resizeNearestNeighbor(fourth(x, [1, 3, 5, 2]), [7, 4], corners, half),
        { gradient: false },
      ),
    ]),
);

/** What test/backends/cases leaves out: kernels and attributes that only a lowering can get wrong. */
export const moreCases: readonly Case[] = [
  ...Object.entries(units).map(([name, run]) => one(name, [3, 5], run, { gradient: false })),
  one('acosh', [4], (x) => tf.acosh(tf.add(x, 2)), { gradient: false }),
  {
    name: 'mod, floorDiv of floats and of whole numbers with signs',
    inputs: [{ shape: [40] }, { shape: [40], ...positive }],
    gradient: false,
    run: (a, b) => {
      const [x, y] = [whole(a), tf.add(whole(b), 1)];
      const sum = tf.add(tf.mod(a, b), tf.cast(tf.floorDiv(a, b), 'float32'));
      return tf.add(sum, tf.cast(tf.add(tf.mod(x, y), tf.floorDiv(x, tf.neg(y))), 'float32'));
    },
  },
  {
    name: 'sums, products and extremes of whole numbers',
    inputs: [{ shape: [3, 5] }, { shape: [3, 5] }],
    gradient: false,
    run: (a, b) => {
      const [x, y] = [whole(a), whole(b)];
      const terms = [tf.mul(x, y), tf.maximum(x, y), tf.abs(tf.sub(x, y)), tf.squaredDifference(x, y)];
      return tf.concat([...terms.map((term) => tf.sum(term, 1)), tf.max(x, 0), tf.argMax(y, 1)], 0);
    },
  },
  {
    name: 'prelu',
    inputs: [{ shape: [2, 5] }, { shape: [5] }],
    run: (x, alpha) => tf.prelu(x, alpha),
    gradient: false,
  },
  ...[false, true].flatMap((exclusive) =>
    [false, true].flatMap((reverse) => [
      one(
        `cumprod, exclusive ${exclusive}, reverse ${reverse}`,
        [2, 4, 3],
        (x) => tf.cumprod(x, 1, exclusive, reverse),
        { gradient: false },
      ),
      one(`cumsum, exclusive ${exclusive}, reverse ${reverse}`, [2, 3, 4], (x) =>
        tf.cumsum(x, 2, exclusive, reverse),
      ),
    ]),
  ),
  one(
    'mirrorPad with the edge twice',
    [3, 4],
    (x) =>
      tf.mirrorPad(
        x,
        [
          [1, 2],
          [2, 1],
        ],
        'symmetric',
      ),
    {
      gradient: false,
    },
  ),
  one(
    'stridedSlice backwards, with a new axis and one taken away',
    [4, 5, 3],
    (x) => tf.stridedSlice(x, [3, 0, 4, 0], [-5, 0, 0, 3], [-1, 1, -2, 2], 0, 0, 0, 2, 0),
    { gradient: false },
  ),
  {
    name: 'gather along a batch, on an inner axis',
    inputs: [{ shape: [2, 3, 5, 2] }, { shape: [2, 4], from: 0, to: 5, dtype: 'int32' }],
    gradient: false,
    run: (x, rows) => tf.gather(x, tf.cast(rows, 'int32'), 2, 1),
  },
  {
    name: 'oneHot and unsortedSegmentSum of numbers outside',
    inputs: [{ shape: [5, 2] }],
    gradient: false,
    run: (x) => {
      const places = tf.tensor1d([-1, 0, 3, 2, 1], 'int32');
      return tf.add(tf.unsortedSegmentSum(x, places, 3), tf.sum(tf.oneHot(places, 3), 0).slice(0, 2));
    },
  },
  {
    name: 'a fused product with bias and leaky ReLU',
    inputs: [{ shape: [2, 3] }, { shape: [5, 3] }, { shape: [5] }],
    gradient: false,
    run: (a, b, bias) =>
      tf.fused.matMul({ a, b, transposeB: true, bias, activation: 'leakyrelu', leakyreluAlpha: 0.3 }),
  },
  {
    name: 'fused convolutions with bias and activation',
    inputs: [{ shape: [1, 5, 5, 3] }, { shape: [3, 3, 3, 3] }, { shape: [3, 3, 3, 1] }, { shape: [3] }],
    gradient: false,
    run: (x, filter, each, bias) => {
      const window = { strides: 1, pad: 'same' as const, bias };
      const hidden = tf.fused.conv2d({
        ...window,
        x: fourth(x, [1, 5, 5, 3]),
        filter: fourth(filter, [3, 3, 3, 3]),
        activation: 'relu',
      });
      const depthwise = fourth(each, [3, 3, 3, 1]);
      return tf.fused.depthwiseConv2d({ ...window, x: hidden, filter: depthwise, activation: 'relu6' });
    },
  },
  one('conv2d with few channels and many places', [2, 20, 20, 3], (x) =>
    tf.sum(tf.conv2d(fourth(x, [2, 20, 20, 3]), tf.ones([3, 3, 3, 2]), 1, 'same'), 3),
  ),
  {
    name: 'conv2d by the filter, with many places and 40 channels',
    inputs: [{ shape: [2, 17, 16, 40] }, { shape: [3, 3, 40, 3], from: -0.1, to: 0.1 }],
    run: (x, filter) => tf.conv2d(fourth(x, [2, 17, 16, 40]), fourth(filter, [3, 3, 40, 3]), 1, 'same'),
  },
  {
    name: 'einsum with a transposed operand and a letter that is summed away',
    inputs: [{ shape: [3, 2] }, { shape: [4, 3, 5] }],
    gradient: false,
    run: (a, b) => tf.einsum('ji,kjl->ik', a, b),
  },
  ...resizings,
];
