import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findBackend } from '../../../server/backends/index.ts';
import type { Value } from '../../../server/backends/recording/graph.ts';
import { record } from '../../../server/backends/recording/record.ts';
import { signature } from '../../../server/backends/recording/signature.ts';
import { fromLeaves, leavesOf } from '../../../server/backends/recording/trees.ts';
import { gelu } from '../../../server/distill/operations/gelu.ts';
import { run } from '../../../server/distill/operations/operation.ts';

beforeAll(() => findBackend('cpu').start({ threads: 1 }));

let before: tf.MemoryInfo;
beforeEach(() => {
  before = { ...tf.memory() };
});
afterEach(() => {
  expect(tf.getBackend()).toBe('cpu');
  expect(tf.memory(), 'tensors left behind').toEqual(before);
});

interface X {
  readonly [name: string]: tf.Tensor;
  readonly x: tf.Tensor;
}

const vector: { readonly x: Value } = { x: { shape: [3], dtype: 'float32' } };
const kernelsOf = (body: (x: tf.Tensor) => tf.Tensor): readonly string[] =>
  record(({ x }: X) => ({ y: body(x) }), vector).graph.nodes.map(({ kernel }) => kernel);

describe('a recording', () => {
  test('has a node for a kernel call: inputs and attributes by name, outputs with shape and type, operations', () => {
    const { graph } = record(
      ({ a, b }: { a: tf.Tensor; b: tf.Tensor }) => ({ product: tf.matMul(a, b, false, true) }),
      { a: { shape: [2, 3], dtype: 'float32' }, b: { shape: [4, 3], dtype: 'float32' } },
    );
    expect(graph).toEqual({
      values: [
        { shape: [2, 3], dtype: 'float32' },
        { shape: [4, 3], dtype: 'float32' },
        { shape: [2, 4], dtype: 'float32' },
      ],
      inputs: [
        { name: 'a', value: 0 },
        { name: 'b', value: 1 },
      ],
      constants: new Map(),
      nodes: [
        {
          kernel: 'BatchMatMul',
          inputs: { a: 0, b: 1 },
          attributes: { transposeA: false, transposeB: true },
          outputs: [2],
          flops: 2 * 2 * 3 * 4,
        },
      ],
      outputs: [{ name: 'product', value: 2 }],
    });
  });

  test('names inputs and outputs by their paths, and says how the result is put together', () => {
    const { graph, outputs } = record(
      ({ variables }: { variables: Record<string, tf.Tensor> }) => {
        const w = variables['dense/w'] ?? tf.scalar(0);
        return { variables: { 'dense/w': tf.add(w, 1) }, loss: tf.sum(w) };
      },
      { variables: { 'dense/w': { shape: [2], dtype: 'float32' } } },
    );
    expect(graph.inputs.map(({ name }) => name)).toEqual(['variables/dense/w']);
    expect(graph.outputs.map(({ name }) => name)).toEqual(['variables/dense/w', 'loss']);
    expect(outputs).toEqual({ variables: { 'dense/w': 0 }, loss: 1 });
    expect(fromLeaves(outputs, ['w', 'l'])).toEqual({ variables: { 'dense/w': 'w' }, loss: 'l' });
  });

  test('takes shapes and types from tensors as from descriptions', () => {
    const x = tf.tensor1d([1, 2, 3]);
    const body = ({ x: given }: X) => ({ y: tf.square(given) });
    expect(record(body, { x })).toEqual(record(body, vector));
    x.dispose();
  });

  test('keeps the list of a kernel that takes one, in its order', () => {
    const { graph } = record(
      ({ x }: X) => ({ y: tf.concat([tf.neg(x), x, ...Array.from({ length: 10 }, () => x)]) }),
      vector,
    );
    expect(Object.values(graph.nodes.at(-1)?.inputs ?? {})).toEqual([1, ...Array<number>(11).fill(0)]);
  });

  test('copies attributes', () => {
    const paddings: [number, number][] = [[1, 1]];
    const { graph } = record(({ x }: X) => ({ y: tf.pad(x, paddings) }), vector);
    paddings[0] = [9, 9];
    expect(graph.nodes[0]?.attributes).toEqual({ paddings: [[1, 1]], constantValue: 0 });
  });

  test('makes constants of tensors made inside, by copy', () => {
    const numbers = new Float32Array([1, 2, 3]);
    const { graph } = record(({ x }: X) => ({ y: tf.add(x, tf.tensor1d(numbers)) }), vector);
    numbers.fill(9);
    expect([...graph.constants]).toEqual([[1, new Float32Array([1, 2, 3])]]);
  });

  test('makes constants of tensors from outside', () => {
    const outside = tf.tensor1d([true, false, true], 'bool');
    const { graph } = record(({ x }: X) => ({ y: tf.where(outside, x, x), outside }), vector);
    expect([...graph.constants]).toEqual([[1, new Uint8Array([1, 0, 1])]]);
    expect(graph.outputs[1]).toEqual({ name: 'outside', value: 1 });
    expect(Array.from(outside.dataSync())).toEqual([1, 0, 1]);
    outside.dispose();
  });

  test('has fills, ranges and likes as nodes', () => {
    expect(kernelsOf((x) => tf.add(tf.add(tf.fill([3], 2), tf.range(0, 3)), tf.zerosLike(x)))).toEqual([
      'Fill',
      'Range',
      'Add',
      'ZerosLike',
      'Add',
    ]);
  });

  test('has a lean operation as one node under its own name, and its gradient as well', () => {
    const { graph } = record(({ x }: X) => {
      const { value, grads } = tf.valueAndGrads((given) =>
        tf.sum(run(gelu, { x: given }, { form: 'erf' })[0]),
      )([x]);
      return { value, gradient: grads[0] ?? x };
    }, vector);
    expect(graph.nodes.map(({ kernel }) => kernel)).toEqual(expect.arrayContaining(['Gelu', 'GeluGrad']));
    expect(graph.nodes.map(({ kernel }) => kernel)).not.toContain('Erf');
  });

  test('keeps inputs that nothing needs and drops every other such thing', () => {
    const { graph } = record(
      ({ x, unused }: { x: tf.Tensor; unused: tf.Tensor }) => {
        tf.exp(tf.mul(unused, 3));
        return { y: tf.square(x) };
      },
      { ...vector, unused: { shape: [2], dtype: 'float32' } },
    );
    expect(graph.inputs.map(({ name }) => name)).toEqual(['x', 'unused']);
    expect(graph.constants.size).toBe(0);
    expect(graph.nodes.map(({ kernel }) => kernel)).toEqual(['Square']);
    expect(graph.values).toHaveLength(3);
  });

  test('has every node, constant and copy once', () => {
    expect(kernelsOf((x) => tf.mul(tf.exp(tf.add(x, 1)), tf.exp(tf.add(x.clone(), 1))))).toEqual([
      'Add',
      'Exp',
      'Multiply',
    ]);
  });

  test('fills where a long constant is one number', () => {
    const { graph } = record(
      ({ x }: { x: tf.Tensor }) => ({ a: tf.add(x, tf.ones([100])), b: tf.mul(x, tf.ones([100])) }),
      { x: { shape: [100], dtype: 'float32' } },
    );
    expect(graph.constants.size).toBe(0);
    expect(graph.nodes.map(({ kernel }) => kernel)).toEqual(['Fill', 'Add', 'Multiply']);
    expect(graph.nodes[0]?.attributes).toEqual({ shape: [100], value: 1, dtype: 'float32' });
  });

  test('tells apart what differs in nothing but the sign of zero, infinity or the axes', () => {
    const { graph } = record(
      ({ x }: X) => ({
        zero: tf.add(x, 0),
        minus: tf.add(x, -0),
        most: tf.clipByValue(x, 0, Infinity),
        none: tf.clipByValue(x, 0, 3e38),
        nan: tf.fill([3], NaN),
        negative: tf.fill([3], -Infinity),
      }),
      vector,
    );
    expect(graph.nodes).toHaveLength(6);
    expect(graph.constants.size).toBe(2);
  });
});

describe('recording', () => {
  test('is possible while another is under way', () => {
    let inner: readonly string[] = [];
    expect(
      kernelsOf((x) => {
        const y = tf.square(x);
        inner = kernelsOf((z) => tf.exp(z));
        return tf.neg(y);
      }),
    ).toEqual(['Square', 'Neg']);
    expect(inner).toEqual(['Exp']);
  });

  test('gives the backend back and keeps nothing when the function throws', () => {
    expect(() =>
      kernelsOf((x) => {
        kernelsOf((y) => {
          tf.exp(y);
          throw new Error('broken');
        });
        return x;
      }),
    ).toThrow('broken');
  });

  test('refuses to read a value', () => {
    expect(() => kernelsOf((x) => tf.tensor1d(x.dataSync()))).toThrow(
      expect.objectContaining({ name: 'RetortError', code: 'no-values' }),
    );
  });

  test('refuses a tensor from outside that has no values', () => {
    expect(() =>
      kernelsOf((x) => {
        kernelsOf((y) => tf.add(x, y));
        return x;
      }),
    ).toThrow(expect.objectContaining({ name: 'RetortError', code: 'no-values' }));
  });

  test('refuses text and complex numbers', () => {
    expect(() => kernelsOf(() => tf.tensor1d(['a', 'b']))).toThrow(
      expect.objectContaining({ name: 'RetortError', code: 'shape-unknown' }),
    );
  });
});

describe('the signature of inputs', () => {
  const inputs = { a: { shape: [2, 3], dtype: 'float32' }, g: { b: { shape: [], dtype: 'int32' } } } as const;

  test('has paths, types and shapes in the order of the keys', () => {
    expect(signature(inputs)).toBe('a:float32[2,3];g/b:int32[];');
  });

  test('is that of the leaves in their order', () => {
    expect(leavesOf<Value>(inputs)).toEqual([inputs.a, inputs.g.b]);
  });
});
