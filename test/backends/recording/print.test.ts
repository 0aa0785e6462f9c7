import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { print } from '../../../server/backends/recording/print.ts';
import { record } from '../../../server/backends/recording/record.ts';

interface Given {
  readonly [name: string]: tf.Tensor | Readonly<Record<string, tf.Tensor>>;
  readonly variables: { readonly w: tf.Tensor; readonly b: tf.Tensor };
  readonly image: tf.Tensor;
  readonly target: tf.Tensor;
}

/** Gradient descent on the squared error of a linear layer. Written out here, so that it is the form that is tested. */
function descend({ variables: { w, b }, image, target }: Given) {
  const loss = (weights: tf.Tensor, bias: tf.Tensor): tf.Tensor =>
    tf.mean(tf.square(tf.sub(tf.add(tf.matMul(tf.reshape(image, [4, 6]), weights), bias), target)));
  const { value, grads } = tf.valueAndGrads(loss)([w, b]);
  const [next, offset] = [w, b].map((variable, index) =>
    tf.sub(variable, tf.mul(grads[index] ?? variable, 0.125)),
  );
  return { variables: { w: next ?? w, b: offset ?? b }, loss: value };
}

test('a step as text', async () => {
  const { graph } = record(descend, {
    variables: { w: { shape: [6, 2], dtype: 'float32' }, b: { shape: [2], dtype: 'float32' } },
    image: { shape: [4, 2, 3], dtype: 'float32' },
    target: { shape: [4, 2], dtype: 'float32' },
  });
  await expect(print(graph)).toMatchFileSnapshot('step.txt');
});

test('a long constant is shortened', () => {
  const { graph } = record(
    () => ({ y: tf.range(0, 3), z: tf.tensor1d(Array.from({ length: 20 }, (_, i) => i)) }),
    {},
  );
  expect(print(graph)).toContain('constant %0 [20] float32 = 0, 1, 2, 3, 4, 5, 6, 7, … 20 in all\n');
});
