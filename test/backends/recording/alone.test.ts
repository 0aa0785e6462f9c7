import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { measureStep } from '../../../server/backends/recording/measure.ts';

test('measures gradients in a process that has started no backend, and leaves it without', () => {
  const square = tf.grad((x) => tf.sum(tf.square(x)));
  expect(measureStep(() => square(tf.ones([8]))).flops).toBeGreaterThan(8);
  expect(measureStep(() => square(tf.ones([8]))).peakBytes).toBeGreaterThan(8 * 4);
  expect(tf.engine().backendName).toBeNull();
});
