import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findBackend } from '../../../server/backends/index.ts';
import { measure, measureStep, withShapes } from '../../../server/backends/recording/measure.ts';
import { drawSites } from '../../../server/distill/draws.ts';
import { withoutGradient } from '../../../server/distill/losses/detach.ts';
import { findNetwork } from '../../../server/distill/networks/index.ts';
import type { Network } from '../../../server/distill/networks/network.ts';

const image = { shape: [28, 28, 1], dtype: 'float32' } as const;
const context = { fields: { image }, classes: 10, files: {} };

beforeAll(() => findBackend('cpu').start({ threads: 1 }));

describe('withShapes', () => {
  test('gives back the backend from before when the run throws', () => {
    expect(() =>
      withShapes(() => {
        tf.ones([3]);
        throw new Error('broken');
      }),
    ).toThrow('broken');
    expect(tf.getBackend()).toBe('cpu');
    expect(Array.from(tf.add(tf.tensor1d([1, 2]), 1).dataSync())).toEqual([2, 3]);
  });

  test('keeps no tensor', () => {
    const before = tf.memory();
    withShapes(() => tf.matMul(tf.ones([3, 4]), tf.ones([4, 5])).shape);
    expect(tf.memory()).toEqual(before);
  });

  test('takes tensors of another backend without reading them', () => {
    const x = tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
    const shape = withShapes(() => tf.concat([tf.reshape(x, [4]), tf.ones([2])]).shape);
    expect(shape).toEqual([6]);
    expect(Array.from(x.dataSync())).toEqual([1, 2, 3, 4]);
    x.dispose();
  });

  test('refuses to read a value', () => {
    expect(() => withShapes(() => tf.ones([2]).dataSync())).toThrow(
      expect.objectContaining({ name: 'RetortError', code: 'no-values' }),
    );
  });

  test('names the op that it lacks', () => {
    expect(() => withShapes(() => tf.image.flipLeftRight(tf.ones([1, 2, 2, 1])))).toThrow(
      /lacks the op FlipLeftRight/,
    );
  });
});

describe('measureStep', () => {
  test('counts two operations a multiply-add of a matrix product', () => {
    expect(measureStep(() => tf.matMul(tf.ones([3, 4]), tf.ones([4, 5]))).flops).toBe(2 * 3 * 4 * 5);
  });

  test('counts two operations a tap, channel and place of a convolution', () => {
    const { flops } = measureStep(() =>
      tf.conv2d(tf.ones<tf.Rank.R4>([2, 8, 8, 3]), tf.ones<tf.Rank.R4>([3, 3, 3, 5]), 2, 'same'),
    );
    expect(flops).toBe(2 * (3 * 3 * 3) * (2 * 4 * 4 * 5));
  });

  test('counts a convolution and its gradients by filter and image three times', () => {
    const loss = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.sum(
        tf.conv2d(
          tf.reshape<tf.Rank.R4>(x, [1, 6, 6, 2]),
          tf.reshape<tf.Rank.R4>(filter, [3, 3, 2, 5]),
          1,
          'valid',
        ),
      );
    const forward = 2 * (3 * 3 * 2) * (4 * 4 * 5);
    const { flops } = measureStep(() => tf.grads(loss)([tf.ones([1, 6, 6, 2]), tf.ones([3, 3, 2, 5])]));
    // The sum, and its gradient as a product with ones, are one operation an element each.
    expect(flops).toBe(3 * forward + 2 * (4 * 4 * 5));
  });

  test('counts the most bytes that are needed at once, whenever they are disposed', () => {
    const { peakBytes } = measureStep(() => {
      const a = tf.fill([1000], 1);
      const b = tf.square(a);
      const c = tf.square(b);
      tf.reshape(c, [10, 100]);
    });
    expect(peakBytes).toBe(2 * 4000);
  });

  test('takes no memory for what it measures: gradients of more numbers than any machine holds', () => {
    const sizes = [2 ** 20, 2 ** 25];
    const total = (x: tf.Tensor): tf.Scalar =>
      tf.add(tf.sum(tf.mean(x, 1)), tf.sum(withoutGradient(x, tf.square)));
    const { peakBytes } = measureStep(() => tf.grad(total)(tf.fill(sizes, 1)));
    expect(peakBytes).toBeGreaterThan(4 * 2 ** 45);
    const wide: Network = {
      ...findNetwork('lenet5').build({}, context),
      apply: () => ({ taps: {}, state: {} }),
    };
    expect(withShapes(() => drawSites(wide, 2 ** 40))).toEqual([]);
  });
});

describe('measure', () => {
  test('gives the published sizes of a perceptron', () => {
    const { taps, parameters, bytes, flops } = measure(findNetwork('mlp').build({ hidden: [32] }, context));
    expect(parameters).toBe(784 * 32 + 32 + 32 * 10 + 10);
    expect(bytes).toBe(parameters * 4);
    expect(taps.logits).toEqual([10]);
    // Products, biases, and one operation a unit for the activation.
    expect(flops).toBe(2 * 784 * 32 + 2 * 32 * 10 + 32 + 10 + 32);
  });

  test('gives the same per sample whatever the batch', () => {
    const network = findNetwork('lenet5').build({}, context);
    expect(measure(network, { batch: 8 })).toEqual(measure(network));
  });

  test('gives the shape that every tap has on cpu', () => {
    const network = findNetwork('lenet5').build({}, context);
    expect(measure(network).taps).toEqual(tapsOnCpu(network));
  });
});

function tapsOnCpu(network: Network): Record<string, readonly number[]> {
  const shapes: Record<string, readonly number[]> = {};
  tf.tidy(() => {
    const variables = (specs: Network['parameters']) =>
      Object.fromEntries(specs.map(({ name, shape }) => [name, tf.zeros([...shape])]));
    const inputs = Object.fromEntries(
      network.inputs.map(({ name, shape }) => [name, tf.zeros([1, ...shape])]),
    );
    const draws = { uniform: (_: string, shape: readonly number[]) => tf.zeros([...shape]) };
    const options = { training: false, draws };
    const { taps } = network.apply(variables(network.parameters), variables(network.state), inputs, options);
    for (const [name, tap] of Object.entries(taps)) shapes[name] = tap.shape.slice(1);
  });
  return shapes;
}
