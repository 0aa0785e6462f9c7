import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { backends, findBackend } from '../../server/backends/index.ts';
import { cases } from './cases/index.ts';
import type { Case } from './cases/case.ts';
import { compiled, numbered } from './compiled.ts';
import { inputsOf } from './evaluate.ts';

/** The inputs of a case with a NaN as first element of every float32 one. */
const poisoned = (subject: Case): tf.Tensor[] =>
  tf.tidy(() =>
    inputsOf(subject).map((input) => {
      if (input.dtype !== 'float32') return input;
      const values = input.dataSync().slice();
      values[0] = NaN;
      return tf.tensor(values, input.shape);
    }),
  );

/**
 * Where it doesn't. Steps have no middle: what is not above 0 is 0; no loss has one in its value. XNNPACK's clamp takes
 * NaN for the lower bound: on wasm a network of ReLU6 alone may hide one.
 */
const swallowed: Readonly<Record<string, readonly string[]>> = {
  onnx: ['step'],
  wasm: ['step', 'relu6', 'clipByValue'],
};

const others = backends.filter(({ name, usable }) => name !== 'cpu' && usable().ok);

describe.each(others)('a NaN on $name, which the trainer has to see', (backend) => {
  const without = swallowed[backend.name] ?? [];

  test.each(cases.filter(({ name }) => !without.includes(name)))(
    'comes through $name, or an infinity in its place',
    async (subject) => {
      await findBackend('cpu').start({ threads: 1 });
      const there = tf.tidy(() => tf.any(tf.isNaN(tf.cast(subject.run(...poisoned(subject)), 'float32'))));
      const [expected] = there.dataSync();
      there.dispose();
      const compile = await backend.start({ threads: 1 });
      const given = numbered(poisoned(subject));
      const run = (inputs: typeof given) => ({ value: subject.run(...Object.values(inputs)) });
      const { value } = await compiled(compile, run, given);
      if (expected === 1) expect(value?.values.every(Number.isFinite)).toBe(false);
      tf.dispose(Object.values(given));
    },
  );
});
