import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findBackend } from '../../../server/backends/index.ts';

/** As of position embeddings and of a vocabulary's biases; ten rows and more are what XNNPACK pools in several passes. */
const shapes = [
  [16, 64, 256],
  [12, 20_011],
  [3, 12, 17_000],
];

/** Whole numbers, so that sums are exact however they are taken. */
const counted = (shape: readonly number[]): tf.Tensor =>
  tf.mod(tf.range(0, tf.util.sizeFromShape([...shape])), 7).reshape([...shape]);

describe('sums of many columns on wasm', () => {
  beforeAll(() => findBackend('wasm').start({ threads: 1 }));

  test.each(shapes)('[%i, %i …] over leading axes are right, and leave the heap as it was', (...shape) => {
    const leading = [...shape.keys()].slice(0, -1);
    const columns = shape.at(-1) ?? 1;
    const rows = tf.util.sizeFromShape(shape) / columns;
    for (const axes of [[0], leading]) {
      const x = counted(shape);
      const [total, mean] = [tf.sum(x, axes), tf.mean(x, axes)];
      const values = x.dataSync();
      const width = total.size;
      const count = (rows * columns) / width;
      const expected = Array.from({ length: width }, (_, column) => {
        let sum = 0;
        for (let row = 0; row < count; row++) sum += values[row * width + column] ?? NaN;
        return sum;
      });
      const farthest = (found: ArrayLike<number>, factor: number): number =>
        expected.reduce(
          (most, each, index) => Math.max(most, Math.abs((found[index] ?? NaN) * factor - each)),
          0,
        );
      expect(farthest(total.dataSync(), 1)).toBeLessThan(1e-4);
      expect(farthest(mean.dataSync(), count)).toBeLessThan(1e-4);
      // Memory is given and taken: a heap that was written over fails here.
      for (let size = 1; size < 2 ** 20; size *= 2) tf.dispose(tf.ones([size]));
      tf.dispose([x, total, mean]);
    }
  });
});
