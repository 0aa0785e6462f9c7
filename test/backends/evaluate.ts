import * as tf from '@tensorflow/tfjs-core';
import { uniforms } from '../../server/distill/random.ts';
import { sizeOf } from '../../server/distill/tensors.ts';
import type { Case, Input } from './cases/case.ts';

export interface Outcome {
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Empty on a backend that holds no values. */
  readonly values: readonly number[];
}

function tensor({ shape, from = -1, to = 1, dtype = 'float32' }: Input, site: string): tf.Tensor {
  const drawn = uniforms({ seed: 1, stage: 0, step: 0, site }, sizeOf(shape)).map(
    (u) => from + u * (to - from),
  );
  return tf.tensor(dtype === 'int32' ? drawn.map(Math.floor) : drawn, [...shape], dtype);
}

/** The inputs of a case, always the same. */
export const inputsOf = (subject: Case): tf.Tensor[] =>
  subject.inputs.map((input, index) => tensor(input, `${subject.name}/${index}`));

/** The value of a case, and the gradients of its weighted sum by its float32 inputs, on the current backend. */
export function outputsOf(subject: Case, inputs: readonly tf.Tensor[]): readonly tf.Tensor[] {
  const value = subject.run(...inputs);
  if (subject.gradient === false) return [value];
  const weights = tensor({ shape: value.shape }, `${subject.name}/weights`);
  const floats = inputs.filter(({ dtype }) => dtype === 'float32');
  const loss = (...changed: tf.Tensor[]): tf.Tensor => {
    const queue = [...changed];
    const all = inputs.map((input) => (input.dtype === 'float32' ? (queue.shift() ?? input) : input));
    return tf.sum(tf.mul(subject.run(...all), weights));
  };
  return [value, ...tf.grads(loss)(floats)];
}

/** What `read` gives for each output of a case on the current backend. */
export function evaluate(subject: Case, read: (x: tf.Tensor) => Outcome): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  tf.tidy(() => {
    outcomes.push(...outputsOf(subject, inputsOf(subject)).map(read));
  });
  return outcomes;
}

export const withValues = (x: tf.Tensor): Outcome => ({
  shape: x.shape,
  dtype: x.dtype,
  values: Array.from(x.dataSync()),
});

export const withoutValues = ({ shape, dtype }: tf.Tensor): Outcome => ({ shape, dtype, values: [] });
