import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findBackend } from '../../../server/backends/index.ts';
import { record } from '../../../server/backends/recording/record.ts';
import { replay } from '../../../server/backends/recording/replay.ts';
import { leavesOf } from '../../../server/backends/recording/trees.ts';
import type { StepInputs } from '../../../server/distill/step.ts';
import { hard, hint, images, kd, make } from '../../distill/steps.ts';
import { cases } from '../cases/index.ts';
import { inputsOf, outputsOf, withValues } from '../evaluate.ts';

beforeAll(() => findBackend('cpu').start({ threads: 1 }));

const named = (tensors: readonly tf.Tensor[]): Record<string, tf.Tensor> =>
  Object.fromEntries(tensors.map((tensor, index) => [`${index}`, tensor]));

const read = (tensors: readonly tf.Tensor[]) => tensors.map(withValues);

describe('a recording, replayed, gives what the function gives, forward and gradient', () => {
  test.each(cases)('$name', (subject) => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const inputs = inputsOf(subject);
      const run = (given: Record<string, tf.Tensor>) =>
        named(
          outputsOf(
            subject,
            inputs.map((input, index) => given[index] ?? input),
          ),
        );
      const { graph } = record(run, named(inputs));
      expect(read(replay(graph, inputs))).toEqual(read(outputsOf(subject, inputs)));
    });
    expect(tf.memory().numTensors, 'tensors left behind').toBe(before);
  });
});

const steps = {
  'a perceptron with dropout, hard labels, a teacher and a projection': () =>
    make({
      terms: [hard, kd, hint()],
      network: { kind: 'mlp', config: { hidden: [6], dropout: 0.3 } },
      clip: 1,
    }),
  'a perceptron in two micro-batches': () => make({ terms: [hard, kd], accumulate: 2 }),
  'LeNet-5': () =>
    make({ terms: [hard, kd, hint(120)], network: { kind: 'lenet5', config: {}, fields: images(16) } }),
  'a residual network with batch-norm': () =>
    make({
      terms: [hard, kd],
      network: { kind: 'resnet', config: { depth: 8, widths: [4, 4, 8, 8] }, fields: images(8) },
    }),
  'a transformer of two blocks': () =>
    make({
      terms: [hard, kd],
      network: {
        kind: 'bert',
        config: { blocks: 2, width: 8, heads: 2, feedForward: 16, vocabulary: 9, positions: 4 },
        fields: { tokens: { shape: [4], dtype: 'int32' } },
      },
    }),
};

/** An interface is no tree of tensors to the compiler, the same members are. */
type Groups = { [Group in keyof StepInputs]: StepInputs[Group] };

describe('a whole step, recorded with the inputs of the first step and replayed with those of the third', () => {
  test.each(Object.entries(steps))('%s', (_, made) => {
    const { step, start } = made();
    const run = (given: Groups) => ({ ...step.run(given) });
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const { graph } = record(run, { ...start(0) });
      const third = { ...start(2) };
      expect(read(replay(graph, leavesOf(third)))).toEqual(read(leavesOf(run(third))));
    });
    expect(tf.memory().numTensors, 'tensors left behind').toBe(before);
  });
});

describe('replaying', () => {
  const x = () => tf.tensor1d([1, 2, 3]);

  test('gives tensors of their own where outputs are inputs, or one value twice', () => {
    const { graph } = record(
      ({ x: given }: { x: tf.Tensor }) => {
        const doubled = tf.mul(given, 2);
        return { given, doubled, again: tf.reshape(doubled, [3]) };
      },
      { x: { shape: [3], dtype: 'float32' } },
    );
    const input = x();
    const outputs = replay(graph, [input]);
    expect(graph.outputs.map(({ value }) => value)).toEqual([0, 2, 2]);
    input.dispose();
    outputs[1]?.dispose();
    expect(Array.from(outputs[0]?.dataSync() ?? [])).toEqual([1, 2, 3]);
    expect(Array.from(outputs[2]?.dataSync() ?? [])).toEqual([2, 4, 6]);
    tf.dispose(outputs);
  });

  test('disposes what lies between after its last use', async () => {
    const { graph } = record(
      ({ x: given }: { x: tf.Tensor }) => ({ y: tf.exp(tf.square(tf.neg(tf.sqrt(given)))) }),
      { x: { shape: [3], dtype: 'float32' } },
    );
    const input = x();
    const before = tf.memory().numTensors;
    const { kernels } = await tf.profile(() => replay(graph, [input]));
    // At every kernel, beside the input: what it takes and what it gives.
    expect(kernels.map(({ totalTensorsSnapshot }) => totalTensorsSnapshot - before)).toEqual([1, 2, 2, 2]);
    input.dispose();
  });

  test('leaves nothing behind when a kernel is missing', () => {
    const { graph } = record(({ x: given }: { x: tf.Tensor }) => ({ y: tf.exp(given) }), {
      x: { shape: [3], dtype: 'float32' },
    });
    const broken = { ...graph, nodes: graph.nodes.map((node) => ({ ...node, kernel: 'Nowhere' })) };
    const input = x();
    const before = tf.memory();
    expect(() => replay(broken, [input])).toThrow(/Nowhere/);
    expect(tf.memory()).toEqual(before);
    input.dispose();
  });
});
