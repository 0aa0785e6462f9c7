import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { onnx } from '../../../server/backends/onnx/index.ts';
import type { Compile } from '../../../server/distill/backend.ts';
import { run } from '../../../server/distill/operations/operation.ts';
import { sgdUpdate } from '../../../server/distill/operations/sgd-update.ts';

const usable = onnx.usable().ok;
const compile: Compile | null = usable ? await onnx.start({ threads: 1 }) : null;

type Tensors = Readonly<Record<string, tf.Tensor>>;
interface Given {
  readonly variables: Tensors;
  readonly rest: Tensors;
}
type Change = (given: Given) => Tensors;

const donating = (of: Change) => {
  if (compile === null) throw new Error('ONNX Runtime is not here.');
  return compile(of, { name: 'test', donated: ['variables'] });
};

const get = (tensors: Tensors, name: string): tf.Tensor => {
  const found = tensors[name];
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
};

const values = (tensors: Tensors): Readonly<Record<string, number[]>> =>
  Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, [...x.dataSync()]]));

/** One step down a gradient of ones at rate 1: everything less by one. */
const [one, zero] = [tf.scalar(1), tf.scalar(0)];
function less(parameter: tf.Tensor): readonly [tf.Tensor, tf.Tensor] {
  const velocity = tf.zerosLike(parameter);
  const gradient = tf.onesLike(parameter);
  const inputs = { parameter, gradient, velocity, rate: one, momentum: zero, decay: zero, norm: one };
  return run(sgdUpdate, inputs, { nesterov: false, decayKind: 'none' });
}

describe.runIf(usable)('memory that is given away', () => {
  const cases: Readonly<Record<string, Change>> = {
    'an output': ({ variables }) => ({
      next: less(get(variables, 'w'))[0],
      before: get(variables, 'w'),
    }),
    'an output under another shape': ({ variables }) => ({
      next: less(get(variables, 'w'))[0],
      before: tf.reshape(get(variables, 'w'), [1, 2]),
    }),
    'read as velocity by another update': ({ variables }) => ({
      next: less(get(variables, 'w'))[0],
      before: tf.sub(
        run(
          sgdUpdate,
          {
            parameter: get(variables, 'w'),
            gradient: tf.zerosLike(get(variables, 'w')),
            velocity: get(variables, 'w'),
            rate: one,
            momentum: one,
            decay: zero,
            norm: one,
          },
          { nesterov: false, decayKind: 'none' },
        )[1],
        0,
      ),
    }),
    'read together with what came of it': ({ variables }) => {
      const [next] = less(get(variables, 'w'));
      return { next, before: tf.add(tf.sub(next, get(variables, 'w')), tf.add(get(variables, 'w'), 1)) };
    },
  };

  test.each(Object.entries(cases))('is not written over where it is %s', async (_, of) => {
    const compiled = donating(of);
    for (let again = 0; again < 2; again++) {
      const outputs = await compiled.run({ variables: { w: tf.tensor1d([5, 6]) }, rest: {} });
      expect(values(outputs)).toEqual({ next: [4, 5], before: [5, 6] });
    }
    compiled.dispose();
  });

  test('is copied first where a clone or another input has it too', async () => {
    const compiled = donating(({ variables, rest }) => ({
      next: less(get(variables, 'w'))[0],
      other: tf.mul(get(rest, 'x'), 1),
    }));
    const w = tf.tensor1d([5, 6]);
    const clone = tf.reshape(w, [2, 1]);
    expect(values(await compiled.run({ variables: { w }, rest: { x: zero } })).next).toEqual([4, 5]);
    expect(values({ clone })).toEqual({ clone: [5, 6] });
    clone.dispose();
    const outputs = await compiled.run({ variables: { w }, rest: { x: w } });
    expect(values(outputs)).toEqual({ next: [4, 5], other: [5, 6] });
    compiled.dispose();
  });

  test('given twice is two variables', async () => {
    const compiled = donating(({ variables }) => ({
      a: less(get(variables, 'a'))[0],
      b: less(less(get(variables, 'b'))[0])[0],
    }));
    const w = tf.tensor1d([5, 6]);
    const outputs = await compiled.run({ variables: { a: w, b: w }, rest: {} });
    expect(values(outputs)).toEqual({ a: [4, 5], b: [3, 4] });
    compiled.dispose();
  });

  test.each([
    ['before', false],
    ['after', true],
  ])('is unharmed where a run fails %s the update, and the next run is right', async (_, late) => {
    const compiled = donating(({ variables, rest }) => {
      const [next] = less(get(variables, 'w'));
      const picked = tf.gather(late ? next : get(variables, 'w'), tf.cast(get(rest, 'at'), 'int32'));
      return { next, picked };
    });
    const w = tf.tensor1d([5, 6]);
    const [inside, outside] = [tf.tensor1d([1], 'int32'), tf.tensor1d([7], 'int32')];
    const before = tf.memory().numTensors;
    const failing = compiled.run({ variables: { w }, rest: { at: outside } });
    await expect(failing).rejects.toThrow(/out of (data )?bounds/);
    expect(tf.memory().numTensors).toBe(before);
    expect(values({ w })).toEqual({ w: [5, 6] });
    const outputs = await compiled.run({ variables: { w }, rest: { at: inside } });
    expect(values(outputs)).toEqual({ next: [4, 5], picked: [late ? 5 : 6] });
    compiled.dispose();
  });
});
