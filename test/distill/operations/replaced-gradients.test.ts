import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { findBackend } from '../../../server/backends/index.ts';
import { replacedGradients } from '../../../server/distill/operations/replaced-gradients.ts';
import { uniforms } from '../../../server/distill/random.ts';
import { at, differences, logSoftmax, rowsOf } from './float64.ts';

beforeAll(() => findBackend('cpu').start({ threads: 1 }));

const drawn = (site: string): number[] =>
  Array.from(uniforms({ seed: 1, stage: 0, step: 0, site }, 12), (u) => 4 * u - 2);

test('a ReLU passes the gradient where its input is above zero, and none at zero', () => {
  const x = tf.tensor1d([-1, 0, 1e-30, 2]);
  expect([
    ...tf
      .grad((given) => tf.relu(given))(x, tf.tensor1d([5, 6, 7, 8]))
      .dataSync(),
  ]).toEqual([0, 0, 7, 8]);
});

test('the gradient of a softmax is the difference quotient in float64', () => {
  const [logits, weights] = [drawn('logits'), drawn('weights')];
  const gradient = tf.grad((x) => tf.softmax(x))(tf.tensor2d(logits, [3, 4]), tf.tensor2d(weights, [3, 4]));
  const expected = differences(
    ({ x = [] }) => rowsOf(x, 4).flatMap((row) => logSoftmax(row).map(Math.exp)),
    { x: logits },
    'x',
    weights,
  );
  gradient.dataSync().forEach((value, i) => {
    expect(Math.abs(value - at(expected, i))).toBeLessThan(1e-6);
  });
});

test('none of them keeps an input', () => {
  for (const { kernelName, inputsToSave = [] } of replacedGradients)
    expect(inputsToSave, kernelName).toEqual([]);
});
