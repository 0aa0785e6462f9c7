import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { cost } from '../../../server/backends/recording/cost.ts';
import { record } from '../../../server/backends/recording/record.ts';

/** 1,000 numbers. */
const k = 4000;
interface Given {
  readonly [group: string]: Readonly<Record<string, tf.Tensor>>;
  readonly held: { readonly x: tf.Tensor };
}

const costOf = (body: (x: tf.Tensor) => Record<string, tf.Tensor>, donated: readonly string[] = []) =>
  cost(
    record(({ held }: Given) => body(held.x), { held: { x: { shape: [1000], dtype: 'float32' } } }).graph,
    {
      donated,
    },
  );

describe('the cost of a graph', () => {
  test('is its operations, what nodes write, and what is there before', () => {
    expect(
      costOf((x) => ({ y: tf.add(tf.square(x), tf.tensor1d(Array.from({ length: 1000 }, (_, i) => i))) })),
    ).toEqual({
      flops: 2000,
      writtenBytes: 2 * k,
      inputBytes: k,
      constantBytes: k,
      peakBytes: 4 * k,
    });
  });

  test('frees a value after its last use, and inputs and outputs never', () => {
    const chain = (x: tf.Tensor) => ({ y: tf.exp(tf.sqrt(tf.square(tf.neg(x)))) });
    expect(costOf(chain).peakBytes).toBe(3 * k);
    expect(costOf((x) => ({ ...chain(x), kept: tf.neg(x) })).peakBytes).toBe(4 * k);
  });

  test('frees donated inputs after their last use', () => {
    const chain = (x: tf.Tensor) => ({ y: tf.exp(tf.sqrt(tf.square(x))) });
    expect(costOf(chain, ['held']).peakBytes).toBe(2 * k);
    expect(costOf(chain, ['other']).peakBytes).toBe(3 * k);
  });

  test('counts a donated input that is an output throughout', () => {
    const chain = (x: tf.Tensor) => ({ x, y: tf.exp(tf.sqrt(tf.square(x))) });
    expect(costOf(chain, ['held']).peakBytes).toBe(3 * k);
  });

  test('counts aliases with what they rename, for as long as any of them is used', () => {
    const aliased = (x: tf.Tensor) => {
      const y = tf.square(x);
      const z = tf.exp(tf.reshape(y, [10, 100]));
      return { z: tf.add(tf.expandDims(z, 0), tf.reshape(y, [1, 10, 100])) };
    };
    expect(costOf(aliased)).toMatchObject({ writtenBytes: 3 * k, peakBytes: 4 * k });
  });

  test('counts a byte for a truth value', () => {
    expect(costOf((x) => ({ y: tf.greater(x, x) })).writtenBytes).toBe(1000);
  });
});
