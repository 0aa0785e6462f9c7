import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { backends } from '../../../server/backends/index.ts';
import { batchNorm } from '../../../server/distill/operations/batch-norm.ts';
import { softmaxCrossEntropy } from '../../../server/distill/operations/cross-entropy.ts';
import { softmaxDivergence } from '../../../server/distill/operations/divergence.ts';
import { gelu } from '../../../server/distill/operations/gelu.ts';
import { layerNorm } from '../../../server/distill/operations/layer-norm.ts';
import { run } from '../../../server/distill/operations/operation.ts';

const numbers = (x: tf.Tensor): number[] => [...x.dataSync()];

/** Of a sum of the outputs, by one input. */
const slope = (f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): number[] =>
  numbers(tf.grad((given) => tf.sum(f(given)))(x));

describe.each(backends.filter((backend) => backend.usable().ok))('on $name', (backend) => {
  const on = (name: string, check: () => void): void => {
    test(name, async () => {
      await backend.start({ threads: 1 });
      tf.tidy(check);
    });
  };

  on('cross-entropy of logits 400 apart is their distance, and its gradient 1 and −1', () => {
    const labels = tf.tensor1d([1], 'int32');
    const value = (logits: tf.Tensor) => run(softmaxCrossEntropy, { logits, labels }, { smoothing: 0 })[0];
    expect(numbers(value(tf.tensor2d([[200, -200]])))).toEqual([400]);
    expect(slope(value, tf.tensor2d([[200, -200]]))).toEqual([1, -1]);
  });

  on('the divergence of certain and opposite distributions is their distance, with a finite gradient', () => {
    const [one, to] = [tf.scalar(1), tf.tensor2d([[-200, 200]])];
    const value = (from: tf.Tensor) =>
      run(softmaxDivergence, { from, to, fromTemperature: one, toTemperature: one }, { form: 'kl' })[0];
    expect(numbers(value(tf.tensor2d([[200, -200]])))).toEqual([400]);
    expect(slope(value, tf.tensor2d([[200, -200]])).every(Number.isFinite)).toBe(true);
  });

  on('equal logits diverge by nothing, and pull neither way', () => {
    const [one, to] = [tf.scalar(1), tf.tensor2d([[1, 2, 3]])];
    const value = (from: tf.Tensor) =>
      run(softmaxDivergence, { from, to, fromTemperature: one, toTemperature: one }, { form: 'kl' })[0];
    expect(Math.abs(numbers(value(tf.tensor2d([[1, 2, 3]])))[0] ?? NaN)).toBe(0);
    expect(slope(value, tf.tensor2d([[1, 2, 3]])).map(Math.abs)).toEqual([0, 0, 0]);
  });

  on('GELU far out is the identity or nothing, and its slope 1 or 0', () => {
    for (const form of ['erf', 'tanh'] as const) {
      const far = (x: tf.Tensor) => run(gelu, { x }, { form })[0];
      expect(numbers(far(tf.tensor1d([-1000, 1000]))).map((y) => y + 0)).toEqual([0, 1000]);
      expect(slope(far, tf.tensor1d([-1000, 1000])).map((y) => y + 0)).toEqual([0, 1]);
    }
  });

  on('normalising values that are all equal gives the offset, with a finite gradient', () => {
    const [scale, offset] = [tf.tensor1d([3, 3]), tf.tensor1d([0.5, -0.5])];
    const equal = tf.tensor2d([
      [7, 7],
      [7, 7],
    ]);
    for (const normalise of [
      (x: tf.Tensor) => run(batchNorm, { x, scale, offset }, { epsilon: 1e-5 })[0],
      (x: tf.Tensor) => run(layerNorm, { x, scale, offset }, { epsilon: 1e-5 })[0],
    ]) {
      expect(numbers(normalise(equal))).toEqual([0.5, -0.5, 0.5, -0.5]);
      expect(slope(normalise, equal).every(Number.isFinite)).toBe(true);
    }
  });

  on('a mean a hundred deviations away costs less than half a percent', () => {
    const [scale, offset] = [tf.ones([1]), tf.zeros([1])];
    const x = tf.tensor2d([99, 101, 99, 101], [4, 1]);
    numbers(run(batchNorm, { x, scale, offset }, { epsilon: 1e-5 })[0]).forEach((y, i) => {
      expect(Math.abs(y - (i % 2 === 0 ? -1 : 1))).toBeLessThan(5e-3);
    });
  });
});
