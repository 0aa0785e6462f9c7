import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findBackend } from '../../../server/backends/index.ts';
import { findNetwork } from '../../../server/distill/networks/index.ts';
import { initialise } from '../../../server/distill/networks/initialise.ts';
import { normals } from '../../../server/distill/random.ts';
import { sizeOf, type Shape } from '../../../server/distill/tensors.ts';

beforeAll(() => findBackend('wasm').start({ threads: 1 }));

const image = { shape: [28, 28, 1], dtype: 'float32' } as const;
const network = findNetwork('lenet5').build({}, { fields: { image }, classes: 10, files: {} });
const start = initialise(network.parameters, { seed: 1, model: 'small' });

const drawn = (site: string, shape: Shape): tf.Tensor =>
  tf.tensor(normals({ seed: 1, stage: 0, step: 0, site }, sizeOf(shape)), [...shape]);

/** Five steps of plain gradient descent from the same start on the same images. */
function train(): readonly number[][] {
  const trained: number[][] = [];
  tf.tidy(() => {
    const images = drawn('images', [16, 28, 28, 1]);
    const targets = tf.softmax(drawn('targets', [16, 10]));
    const loss = (...values: tf.Tensor[]): tf.Tensor => {
      const parameters = Object.fromEntries(
        network.parameters.map(({ name }, i) => [name, values[i] ?? images]),
      );
      const draws = { uniform: drawn };
      const { taps } = network.apply(parameters, {}, { image: images }, { training: true, draws });
      return tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(taps.logits ?? images)), 1)));
    };
    let values = network.parameters.map(({ name, shape }) => tf.tensor(start[name]?.data ?? [], [...shape]));
    for (let step = 0; step < 5; step++) {
      const gradients = tf.grads(loss)(values);
      values = values.map((value, i) => tf.sub(value, tf.mul(0.1, gradients[i] ?? value)));
    }
    trained.push(...values.map((value) => Array.from(value.dataSync())));
  });
  return trained;
}

describe('training a convolutional network on wasm', () => {
  test('twice from the same start gives the same bits', () => {
    expect(train()).toEqual(train());
  });

  test('moves every variable to a finite place', () => {
    train().forEach((values, i) => {
      expect(values.every(Number.isFinite)).toBe(true);
      expect(values).not.toEqual(Array.from(start[network.parameters[i]?.name ?? '']?.data ?? []));
    });
  });

  test('leaves nothing behind, neither in the engine nor on the heap', () => {
    train();
    const before = { ...tf.memory(), heap: tf.backend().numDataIds() };
    train();
    expect({ ...tf.memory(), heap: tf.backend().numDataIds() }).toEqual(before);
  });
});
