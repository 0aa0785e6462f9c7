import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findHostKernel } from '../../../server/backends/onnx/hosts.ts';
import { onnx } from '../../../server/backends/onnx/index.ts';
import { findLowering } from '../../../server/backends/onnx/lower/index.ts';
import { makeProgram } from '../../../server/backends/onnx/program.ts';
import { expand } from '../../../server/backends/recording/expand.ts';
import type { Numbers } from '../../../server/backends/onnx/session.ts';
import type { Graph } from '../../../server/backends/recording/graph.ts';
import { kernels } from '../../../server/backends/recording/kernels/index.ts';
import { record } from '../../../server/backends/recording/record.ts';
import { findBackend } from '../../../server/backends/index.ts';
import { operations } from '../../../server/distill/operations/index.ts';
import { cases } from '../cases/index.ts';
import type { Case } from '../cases/case.ts';
import { moreCases } from './more-cases.ts';
import { evaluate, inputsOf, outputsOf, withValues, type Outcome } from '../evaluate.ts';

/** As for every backend: test/backends/parity.test.ts. */
const tolerance = 2e-5;

/** Kernels that networks don't use, and for which ONNX has nothing. */
const without: Readonly<Record<string, string>> = {
  Atan2: 'ONNX has no such operator, and no loss or network here takes angles.',
};

/** Whether a kernel needs no expansion. */
const runs = (kernel: string): boolean =>
  findLowering(kernel) !== undefined || findHostKernel(kernel) !== undefined;

function recorded(subject: Case): Graph {
  const named = (tensors: readonly tf.Tensor[]) =>
    Object.fromEntries(tensors.map((tensor, index) => [String(index), tensor]));
  const inputs = named(inputsOf(subject));
  return record((given: typeof inputs) => named(outputsOf(subject, Object.values(given))), inputs).graph;
}

const numbersOf = (x: tf.Tensor | undefined): Numbers => x?.dataSync<'float32'>() ?? new Float32Array();

/** What ONNX Runtime makes of a case's graph, in the order of `evaluate`. */
async function computed(subject: Case): Promise<readonly Outcome[]> {
  const graph = expand(recorded(subject), operations, runs);
  const program = await makeProgram(graph, { threads: 1, block: null, donated: new Set() });
  try {
    expect(program.missing).toEqual([]);
    const inputs = inputsOf(subject);
    const before = inputs.map((input) => input.dataSync().slice());
    const memory = await program.run(
      new Map(graph.inputs.map(({ value }, index) => [value, numbersOf(inputs[index])])),
    );
    // Some of ONNX Runtime's operators write over what they are given, graph inputs as well.
    expect(inputs.map((input) => input.dataSync())).toEqual(before);
    return graph.outputs.map(({ value }) => ({
      shape: [...(graph.values[value]?.shape ?? [])],
      dtype: graph.values[value]?.dtype ?? '',
      values: Array.from(memory.get(value) ?? []),
    }));
  } finally {
    await program.dispose();
  }
}

describe.runIf(onnx.usable().ok)(
  'every case of the operations, value and gradient, equals cpu on ONNX Runtime',
  () => {
    beforeAll(() => findBackend('cpu').start({ threads: 1 }));

    test.each([...cases, ...moreCases])('$name', async (subject) => {
      const expected = evaluate(subject, withValues);
      const actual = await computed(subject);
      expect(actual.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
        expected.map(({ shape, dtype }) => ({ shape, dtype })),
      );
      actual.forEach(({ values }, index) => {
        expect(values).toHaveLength(expected[index]?.values.length ?? -1);
        values.forEach((value, i) => {
          const target = expected[index]?.values[i] ?? Number.NaN;
          expect(
            Math.abs(value - target),
            `output ${index}, element ${i}: ${value}, cpu ${target}`,
          ).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(target)));
        });
      });
    });
  },
);

describe.runIf(onnx.usable().ok)(
  'what could race gives the same bits every time, on one thread and on two',
  () => {
    beforeAll(() => findBackend('cpu').start({ threads: 1 }));

    const race: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
      'rows added to few segments': (x) =>
        tf.unsortedSegmentSum(
          x,
          tf.cast(tf.floor(tf.mul(tf.abs(tf.sin(tf.range(0, 1024))), 50)), 'int32'),
          50,
        ),
      'the gradient of overlapping max-pooling': (x) =>
        tf.grad((image) =>
          tf.sum(tf.square(tf.maxPool(tf.reshape<tf.Rank.R4>(image, [4, 16, 16, 256]), 3, 2, 'same'))),
        )(x),
    };

    test.each(Object.entries(race))('%s', async (_, run) => {
      const x = tf.sin(tf.mul(tf.range(0, 1024 * 256), 0.37)).reshape([1024, 256]);
      const { graph } = record(({ x: given }: { x: tf.Tensor }) => ({ y: run(given) }), { x });
      const [input, output] = [graph.inputs[0]?.value ?? 0, graph.outputs[0]?.value ?? 0];
      const feeds = new Map([[input, numbersOf(x)]]);
      const results: unknown[] = [];
      for (const threads of [1, 2]) {
        const program = await makeProgram(graph, { threads, block: null, donated: new Set() });
        for (let repeat = 0; repeat < 50; repeat++) {
          const numbers = (await program.run(feeds)).get(output) ?? new Float32Array();
          results.push(createHash('sha256').update(numbers).digest('hex'));
        }
        await program.dispose();
      }
      expect(new Set(results).size).toBe(1);
    });
  },
);

test('every kernel that can be recorded has a lowering, but for those that are known not to', () => {
  const composed = new Set(operations.map(({ name }) => name));
  const lacking = kernels.map(({ name }) => name).filter((name) => !runs(name) && !composed.has(name));
  expect(lacking.sort()).toEqual(Object.keys(without).sort());
});
