import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Compile, Tree } from '../../../server/distill/backend.ts';
import { findBackend } from '../../../server/backends/index.ts';
import { onnx } from '../../../server/backends/onnx/index.ts';

type Named = Readonly<Record<string, tf.Tensor>>;

let compile: Compile;
beforeEach(async () => {
  if (onnx.usable().ok) compile = await findBackend('onnx').start({ threads: 1 });
});

const numbers = (tensors: Named): Record<string, number[]> =>
  Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, [...x.dataSync()]]));

/** What a function gives once compiled; what was made is gone afterwards. */
async function once(run: (inputs: Named) => Named, inputs: Named): Promise<Record<string, number[]>> {
  const compiled = compile(run, { name: 'test' });
  const outputs = await compiled.run(inputs);
  const values = numbers(outputs);
  tf.dispose(outputs);
  compiled.dispose();
  return values;
}

describe.runIf(onnx.usable().ok)('a function compiled for ONNX Runtime', () => {
  test('may take and give tensors without elements', async () => {
    const inputs = { x: tf.zeros([0, 3]), y: tf.ones([2, 3]) };
    const values = await once(
      ({ x = inputs.x, y = inputs.y }) => ({
        product: tf.matMul(x, y, false, true),
        joined: tf.concat([x, y]),
        sum: tf.sum(x, 0),
        plus: tf.add(x, 1),
      }),
      inputs,
    );
    expect(values).toEqual({ product: [], joined: [1, 1, 1, 1, 1, 1], sum: [0, 0, 0], plus: [] });
  });

  test('may take and give scalars, whole numbers and truth values', async () => {
    const inputs = {
      scalar: tf.scalar(2),
      whole: tf.tensor1d([3, -4], 'int32'),
      truth: tf.tensor1d([true, false], 'bool'),
    };
    const values = await once(
      ({ scalar = inputs.scalar, whole = inputs.whole, truth = inputs.truth }) => ({
        square: tf.square(scalar),
        doubled: tf.add(whole, whole),
        isPositive: tf.greater(whole, 0),
        not: tf.logicalNot(truth),
        chosen: tf.where(tf.cast(truth, 'bool'), tf.cast(whole, 'float32'), scalar),
        counted: tf.sum(tf.cast(truth, 'int32')),
      }),
      inputs,
    );
    expect(values).toEqual({
      square: [4],
      doubled: [6, -8],
      isPositive: [1, 0],
      not: [0, 1],
      chosen: [3, 2],
      counted: [1],
    });
  });

  test('takes whole numbers that lie in bytes, and numbers in the middle of a longer list', async () => {
    const inputs = {
      bytes: tf.tensor1d(Uint8Array.of(1, 255), 'int32'),
      floats: tf.tensor1d(Float32Array.of(9, 1, 2, 9).subarray(1, 3)),
    };
    const values = await once(
      ({ bytes = inputs.bytes, floats = inputs.floats }) => ({
        a: tf.add(bytes, bytes),
        b: tf.mul(floats, 2),
      }),
      inputs,
    );
    expect(values).toEqual({ a: [2, 510], b: [2, 4] });
  });

  test('may give an input, a constant, or the same value twice: each in memory of its own', async () => {
    const x = tf.tensor1d([1, 2]);
    const caught = tf.tensor1d([7]);
    const compiled = compile(
      ({ x: given = x }: Named) => {
        const doubled = tf.mul(given, 2);
        return {
          given,
          flat: tf.reshape(given, [1, 2]),
          caught,
          made: tf.tensor1d([5]),
          doubled,
          again: doubled,
          flatAgain: tf.reshape(doubled, [2, 1]),
        };
      },
      { name: 'test' },
    );
    const first = await compiled.run({ x });
    const memories = [x, caught, ...Object.values(first)].map((each) => each.dataSync());
    expect(new Set(memories).size).toBe(memories.length);
    for (const each of Object.values(first)) each.dataSync().fill(-1);
    expect(numbers(await compiled.run({ x }))).toEqual({
      given: [1, 2],
      flat: [1, 2],
      caught: [7],
      made: [5],
      doubled: [2, 4],
      again: [2, 4],
      flatAgain: [2, 4],
    });
  });

  test('may give nothing, and need none of its inputs', async () => {
    expect(await once(() => ({}), { x: tf.scalar(1) })).toEqual({});
    expect(await once(() => ({ one: tf.ones([2]) }), { x: tf.scalar(1) })).toEqual({ one: [1, 1] });
    expect(await once(() => ({ one: tf.ones([2]) }), {})).toEqual({ one: [1, 1] });
  });

  test('keeps groups and names of inputs and outputs, whatever they are called', async () => {
    const inputs = { 'a/b': { '0': tf.scalar(1), shape: tf.scalar(2) }, dtype: tf.scalar(3) };
    const run = (given: typeof inputs): Tree<tf.Tensor> => ({
      'a/b': { shape: tf.add(given['a/b'].shape, given['a/b']['0']) },
      dtype: tf.neg(given.dtype),
    });
    const outputs = (await compile(run, { name: 'test' }).run(inputs)) as {
      'a/b': Named;
      dtype: tf.Tensor;
    };
    expect(numbers({ ...outputs['a/b'], dtype: outputs.dtype })).toEqual({ shape: [3], dtype: [-3] });
  });

  test('is another program for other shapes and types', async () => {
    const compiled = compile(({ x = tf.scalar(0) }: Named) => ({ y: tf.add(x, x) }), { name: 'test' });
    const shapes = [tf.scalar(1), tf.tensor1d([1, 2]), tf.tensor2d([[1], [2]]), tf.tensor1d([1, 2], 'int32')];
    for (const x of [...shapes, ...shapes]) {
      const { y } = await compiled.run({ x });
      expect(y).toMatchObject({ shape: x.shape, dtype: x.dtype });
      expect([...y.dataSync()]).toEqual([...x.dataSync()].map((value) => 2 * value));
    }
  });

  test('runs its JavaScript once for each signature of its inputs', async () => {
    let calls = 0;
    const compiled = compile(
      ({ x = tf.scalar(0) }: Named) => {
        calls += 1;
        return { y: tf.add(x, x) };
      },
      { name: 'test' },
    );
    const callsAfter = async (x: tf.Tensor): Promise<number> => {
      await compiled.run({ x });
      return calls;
    };
    expect(await callsAfter(tf.tensor1d([1, 2]))).toBe(1);
    expect(await callsAfter(tf.tensor1d([3, 4]))).toBe(1);
    expect(await callsAfter(tf.tensor1d([1, 2, 3]))).toBe(2);
    expect(await callsAfter(tf.tensor1d([1, 2], 'int32'))).toBe(3);
    expect(await callsAfter(tf.tensor1d([5, 6]))).toBe(3);
  });

  test('takes other constants as soon as they are other tensors', async () => {
    const compiled = compile(
      ({ x, weights }: { x: Named; weights: Named }) => ({
        y: tf.mul(x.x ?? tf.scalar(0), weights.w ?? tf.scalar(0)),
        w: weights.w ?? tf.scalar(0),
      }),
      { name: 'test', constant: ['weights'] },
    );
    const x = { x: tf.tensor1d([1, 2]) };
    const [three, four] = [tf.scalar(3), tf.scalar(4)];
    for (const [w, expected] of [
      [three, 3],
      [four, 4],
      [three, 3],
      [tf.scalar(5), 5],
    ] as const) {
      expect(numbers(await compiled.run({ x, weights: { w } }))).toEqual({
        y: [expected, 2 * expected],
        w: [expected],
      });
    }
  });

  test('lets NaN and infinities through', async () => {
    const x = tf.tensor1d([NaN, Infinity, -Infinity, 1]);
    const values = await once(
      ({ x: given = x }) => ({
        given: tf.mul(given, 1),
        relu: tf.relu(given),
        sum: tf.sum(given),
        max: tf.max(given),
        isNaN: tf.isNaN(given),
        norm: tf.sqrt(tf.sum(tf.square(given))),
        difference: tf.sub(given, given),
      }),
      { x },
    );
    expect(values).toEqual({
      given: [NaN, Infinity, -Infinity, 1],
      relu: [NaN, Infinity, 0, 1],
      sum: [NaN],
      max: [NaN],
      isNaN: [1, 0, 0, 0],
      norm: [NaN],
      difference: [NaN, NaN, NaN, 0],
    });
  });

  test('runs in JavaScript what ONNX Runtime lacks, and says so once', async () => {
    const warnings: string[] = [];
    compile = await findBackend('onnx').start({ threads: 1, warn: (text) => warnings.push(text) });
    const inputs = { x: tf.tensor2d([[1, 2, 3]]), y: tf.tensor2d([[3, 4, 5]]) };
    const run = ({ x = inputs.x, y = inputs.y }: Named) => ({
      angle: tf.atan2(tf.neg(x), tf.neg(y)),
      product: tf.einsum('ij,jk->ik', tf.cast(x, 'int32'), tf.cast(tf.transpose(y), 'int32')),
    });
    const expected = numbers(run(inputs));
    expect(await once(run, inputs)).toEqual(expected);
    await once(run, inputs);
    expect(warnings).toEqual([
      'ONNX Runtime has no Atan2 (used by test): it runs in JavaScript, which is slow.',
      'ONNX Runtime has no Einsum (used by test): it runs in JavaScript, which is slow.',
    ]);
  });

  test('takes turns with itself, where the second run starts before the first has ended', async () => {
    const compiled = compile(
      ({ x = tf.scalar(0) }: Named) => {
        // In JavaScript between two sessions: memory of its own lies between them.
        const angle = tf.atan2(tf.mul(x, 2), tf.scalar(2));
        return { tangent: tf.tan(angle) };
      },
      { name: 'test' },
    );
    const values = Array.from({ length: 20 }, (_, value) => value);
    const all = await Promise.all(values.map((value) => compiled.run({ x: tf.scalar(value) })));
    all.forEach(({ tangent }, value) => {
      expect(tangent.dataSync()[0]).toBeCloseTo(value, 4);
    });
  });

  test('may be disposed, and pushed out by forty others, while it runs', async () => {
    const add = (what: number) =>
      compile(({ x = tf.scalar(0) }: Named) => ({ y: tf.atan2(tf.add(x, what), tf.add(x, 1)) }), {
        name: `plus ${what}`,
      });
    const functions = Array.from({ length: 40 }, (_, what) => add(what));
    const running = functions.map((each) => each.run({ x: tf.scalar(0) }));
    for (const each of functions) each.dispose();
    const all = await Promise.all(running);
    all.forEach(({ y }, what) => {
      expect(y.dataSync()[0]).toBeCloseTo(Math.atan2(what, 1), 5);
    });
  });

  test('that fails leaves the backend usable, at the first run as at later ones', async () => {
    const compiled = compile(
      ({ at = tf.scalar(0) }: Named) => ({ picked: tf.gather(tf.tensor1d([5, 6]), tf.cast(at, 'int32')) }),
      { name: 'test' },
    );
    const [inside, outside] = [tf.tensor1d([1], 'int32'), tf.tensor1d([2], 'int32')];
    for (let again = 0; again < 2; again++) {
      await expect(compiled.run({ at: outside })).rejects.toThrow(/out of (data )?bounds/);
      expect(numbers(await compiled.run({ at: inside }))).toEqual({ picked: [6] });
    }
    const refused = compile(({ x = tf.scalar(0) }: Named) => ({ y: tf.scalar(x.dataSync()[0] ?? 0) }), {
      name: 'reads',
    });
    for (let again = 0; again < 2; again++) {
      await expect(refused.run({ x: tf.scalar(1) })).rejects.toMatchObject({ code: 'no-values' });
    }
    expect(tf.getBackend()).toBe('onnx');
  });
});
