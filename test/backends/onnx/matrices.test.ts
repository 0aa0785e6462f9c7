import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findBackend } from '../../../server/backends/index.ts';
import { onnxCompile } from '../../../server/backends/onnx/compile.ts';
import { probeBlock } from '../../../server/backends/onnx/probe.ts';
import { Builder } from '../../../server/backends/onnx/builder.ts';
import { findLowering } from '../../../server/backends/onnx/lower/index.ts';
import { joinBiases } from '../../../server/backends/onnx/biases.ts';
import { record } from '../../../server/backends/recording/record.ts';
import { uniforms } from '../../../server/distill/random.ts';

let block: number | null = null;
beforeAll(async () => {
  await findBackend('onnx').start({ threads: 1 });
  block = await probeBlock();
});

const drawn = (site: string, shape: readonly number[]): tf.Tensor =>
  tf.tensor(
    uniforms(
      { seed: 1, stage: 0, step: 0, site },
      shape.reduce((a, b) => a * b, 1),
    ).map((u) => 2 * u - 1),
    [...shape],
  );

type Inputs = Readonly<Record<'a' | 'b' | 'bias', tf.Tensor>>;
type Run = (inputs: Inputs) => Readonly<Record<string, tf.Tensor>>;

/** The largest difference from the JavaScript kernels, of which sums of 256 products of order 1 leave at most 1e-4. */
async function difference(run: Run, inputs: Inputs): Promise<number> {
  const compiled = onnxCompile({ threads: 2, block, warn: () => undefined })(run, {
    name: 'product',
    constant: ['b'],
  });
  const found = await compiled.run(inputs);
  compiled.dispose();
  const expected = tf.tidy(() => run(inputs));
  const differences = Object.entries(expected).map(([name, tensor]) => {
    const values = tensor.dataSync();
    return Math.max(
      ...Array.from(found[name]?.dataSync() ?? [], (value, i) => Math.abs(value - (values[i] ?? NaN))),
    );
  });
  return Math.max(...differences);
}

/** ONNX operators of a function whose second matrix never changes. */
const ops = (run: Run, given: Inputs): readonly string[] => {
  const { graph } = record(run, given);
  const [, second] = graph.inputs;
  const constants = new Map(graph.constants);
  if (second !== undefined) constants.set(second.value, given.b.dataSync<'float32'>());
  const joined = joinBiases({ ...graph, constants });
  const builder = new Builder(joined, { block });
  for (const { name, value } of joined.inputs) if (name !== 'b') builder.set(value, name);
  for (const node of joined.nodes) findLowering(node.kernel)?.lower(node, builder);
  return builder.nodes.map(({ op }) => op);
};

const inputs = (a: readonly number[], b: readonly number[], columns: number): Inputs => ({
  a: drawn('a', a),
  b: drawn('b', b),
  bias: drawn('bias', [columns]),
});

describe('a product with a matrix that never changes, as a blocked convolution', () => {
  test.each([false, true])('equals the product: turned over %s', async (turned) => {
    const given = inputs([256, 128], turned ? [192, 128] : [128, 192], 192);
    expect(await difference(({ a, b }) => ({ y: tf.matMul(a, b, false, turned) }), given)).toBeLessThan(1e-4);
  });

  test.each([96, 75, 256])('with its bias, for %i rows', async (rows) => {
    const given = inputs([rows, 512], [128, 512], 128);
    const run: Run = ({ a, b, bias }) => ({ y: tf.add(tf.matMul(a, b, false, true), bias) });
    expect(await difference(run, given)).toBeLessThan(1e-4);
  });

  test('stays as it lies through what is done to each element, and through other leading axes', async () => {
    const given = inputs([128, 256], [256, 256], 256);
    const run: Run = ({ a, b, bias }) => {
      const first = tf.reshape(tf.matMul(a, b), [4, 32, 256]);
      const active = tf.tanh(tf.mul(first, bias));
      const second = tf.matMul(tf.reshape(active, [128, 256]), b, false, true);
      return { second, sum: tf.sum(second, 0), active };
    };
    expect(await difference(run, given)).toBeLessThan(2e-3);
    // The first factor, both filters, and the rows that are summed.
    if (block !== null) expect(ops(run, given).filter((op) => op === 'ReorderInput')).toHaveLength(4);
  });
});

describe('the graph of a dense layer', () => {
  test('has its bias in the product, where nothing else reads the product', () => {
    const given = inputs([16, 8], [8, 4], 4);
    expect(ops(({ a, b, bias }) => ({ y: tf.add(tf.matMul(a, b), bias) }), given)).toEqual(['Gemm']);
  });

  test('keeps small products as they are', () => {
    const given = inputs([16, 64], [64, 64], 64);
    expect(ops(({ a, b }) => ({ y: tf.matMul(a, b) }), given)).toEqual(['MatMul']);
  });
});
