import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { backends } from '../../../server/backends/index.ts';
import { measureStep } from '../../../server/backends/recording/measure.ts';
import { operations } from '../../../server/distill/operations/index.ts';
import { uniforms } from '../../../server/distill/random.ts';
import { examples } from './examples.ts';
import type { Example, Values } from './example.ts';
import { differences } from './float64.ts';

const usable = backends.filter((backend) => backend.usable().ok);
await usable[0]?.start({ threads: 1 });
const names = examples().map(({ name }, index) => ({ name, index }));

type Compute = (inputs: Readonly<Record<string, tf.Tensor>>) => readonly tf.Tensor[];

const weightsFor = (size: number): Float32Array =>
  Float32Array.from(uniforms({ seed: 5, stage: 0, step: 0, site: 'weights' }, size), (u) => 2 * u - 1);

/** Gradients of the weighted sum of the first output, in the order of `by`. */
function gradients({ inputs, by }: Example, compute: Compute): readonly (readonly number[])[] {
  return tf.tidy(() => {
    const loss = (...changed: tf.Tensor[]): tf.Tensor => {
      const own = Object.fromEntries(by.map((name, i) => [name, changed[i] ?? tf.scalar(NaN)]));
      const [output = tf.scalar(NaN)] = compute({ ...inputs, ...own });
      return tf.sum(tf.mul(output, tf.tensor(weightsFor(output.size), output.shape)));
    };
    const point = by.map((name) => inputs[name] ?? tf.scalar(NaN));
    return tf
      .grads(loss)(point)
      .map((gradient) => [...gradient.dataSync()]);
  });
}

const valuesOf = (compute: Compute, inputs: Example['inputs']): readonly (readonly number[])[] =>
  tf.tidy(() => compute(inputs).map((output) => [...output.dataSync()]));

/** float32 through sums of some tens of terms. */
const tolerance = 1e-5;

function expectClose(actual: readonly number[], expected: readonly number[], within = tolerance): void {
  expect(actual).toHaveLength(expected.length);
  const largest = Math.max(1, ...expected.map(Math.abs));
  for (const [i, value] of expected.entries())
    expect(Math.abs((actual[i] ?? NaN) - value), `element ${i}`).toBeLessThanOrEqual(within * largest);
}

describe.each(usable)('on $name', (backend) => {
  test.each(names)('$name is what it is composed of, in every output and gradient', async ({ index }) => {
    await backend.start({ threads: 1 });
    tf.tidy(() => {
      const subject = at(index);
      const expected = valuesOf(subject.compose, subject.inputs);
      valuesOf(subject.run, subject.inputs).forEach((output, i) => expectClose(output, expected[i] ?? []));
      if (subject.by.length === 0) return;
      const slopes = gradients(subject, subject.compose);
      gradients(subject, subject.run).forEach((gradient, i) => expectClose(gradient, slopes[i] ?? []));
    });
  });

  test.each(names)(
    '$name is its formula in float64, and its gradient the difference quotient',
    async ({ index }) => {
      await backend.start({ threads: 1 });
      tf.tidy(() => {
        const subject = at(index);
        const { reference } = subject;
        if (reference === null) {
          expect(subject.kernel).toMatch(/Grad$/);
          return;
        }
        const point: Values = Object.fromEntries(
          Object.entries(subject.inputs).map(([name, input]) => [name, [...input.dataSync()]]),
        );
        const expected = reference(point);
        expectClose(valuesOf(subject.run, subject.inputs)[0] ?? [], expected);
        if (subject.by.length === 0) return;
        const weights = [...weightsFor(expected.length)];
        const slopes = subject.by.map((name) => differences(reference, point, name, weights));
        gradients(subject, subject.run).forEach((gradient, i) => expectClose(gradient, slopes[i] ?? []));
      });
    },
  );

  test.each(names)('$name has the shapes and types that it infers', async ({ index }) => {
    await backend.start({ threads: 1 });
    tf.tidy(() => {
      const subject = at(index);
      const outputs = subject.run(subject.inputs).map(({ shape, dtype }) => ({ shape, dtype }));
      expect(subject.infer().outputs).toEqual(outputs);
      expect(subject.infer().flops).toBeGreaterThan(0);
    });
  });

  test.each(names)('$name leaves nothing behind but its outputs', async ({ index }) => {
    await backend.start({ threads: 1 });
    tf.tidy(() => {
      const subject = at(index);
      const before = tf.memory().numTensors;
      const outputs = subject.run(subject.inputs);
      expect(tf.memory().numTensors - before).toBe(outputs.length);
      expect(new Set([...outputs, ...Object.values(subject.inputs)].map(({ id }) => id)).size).toBe(
        outputs.length + Object.keys(subject.inputs).length,
      );
    });
  });
});

test.each(names)(
  '$name counts what its chain would, but for what is done once a row or channel',
  ({ index }) => {
    tf.tidy(() => {
      const subject = at(index);
      const chain = measureStep(() => subject.compose(subject.inputs)).flops;
      expect(subject.infer().flops / chain).toBeGreaterThan(0.8);
      expect(subject.infer().flops).toBeLessThanOrEqual(chain);
    });
  },
);

function at(index: number): Example {
  const found = examples()[index];
  if (found === undefined) throw new Error(`There is no example ${index}.`);
  return found;
}

describe('the list', () => {
  test('has an example of every operation, and each gradient is one kernel of its own', () => {
    expect([...new Set(examples().map(({ kernel }) => kernel))].sort()).toEqual(
      operations.map(({ name }) => name).sort(),
    );
  });

  test('has no name that TensorFlow.js uses', async () => {
    const theirs: Readonly<Record<string, unknown>> = await import('@tensorflow/tfjs-core');
    expect(operations.filter(({ name }) => theirs[name] === name)).toEqual([]);
  });
});
