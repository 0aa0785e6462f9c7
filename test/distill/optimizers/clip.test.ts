import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { clipByGlobalNorm, globalNorm } from '../../../server/distill/optimizers/clip.ts';
import { startCpu } from '../../tensorflow.ts';

await startCpu();

const values = (tensors: readonly tf.Tensor[]) => tensors.map((tensor) => [...tensor.dataSync()]);

test('a gradient within the limit stays as it is', () => {
  const { gradients } = clipByGlobalNorm([tf.tensor1d([3]), tf.tensor1d([4])], 6);
  expect(values(gradients)).toEqual([[3], [4]]);
});

test('a gradient over the limit is scaled down to it over all tensors together', () => {
  const { gradients } = clipByGlobalNorm([tf.tensor1d([3, 0]), tf.tensor2d([[4]])], 1);
  expect(globalNorm(gradients).dataSync()[0]).toBeCloseTo(1, 5);
  expect(values(gradients)[0]?.[0]).toBeCloseTo(0.6, 5);
});

test('the norm is the one before clipping', () => {
  const { norm } = clipByGlobalNorm([tf.tensor1d([3]), tf.tensor1d([4])], 1);
  expect(norm.dataSync()[0]).toBeCloseTo(5, 6);
});

test('a gradient of zero stays zero', () => {
  const { gradients, norm } = clipByGlobalNorm([tf.zeros([2])], 1);
  expect(values([...gradients, norm])).toEqual([[0, 0], [0]]);
});

test('a gradient that is not a number shows in the norm', () => {
  expect(globalNorm([tf.tensor1d([1, NaN])]).dataSync()[0]).toBeNaN();
});
