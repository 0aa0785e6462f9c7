import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Compile } from '../../../server/distill/backend.ts';
import { onnx } from '../../../server/backends/onnx/index.ts';
import type { Example } from '../../distill/operations/example.ts';
import { examples } from '../../distill/operations/examples.ts';

const usable = onnx.usable().ok;
const compile: Compile | null = usable ? await onnx.start({ threads: 1 }) : null;

/** Examples of updates by what they are called; made anew each time, because their memory may be given away. */
const updates = (): readonly Example[] => examples().filter(({ kernel }) => kernel.endsWith('Update'));
const names = usable ? updates().map(({ name }) => name) : [];

function named(name: string): Example {
  const found = updates().find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no example ${name}.`);
  return found;
}

type Tensors = Readonly<Record<string, tf.Tensor>>;
const numbers = (tensors: readonly tf.Tensor[]): number[][] => tensors.map((each) => [...each.dataSync()]);

/** Names of the inputs that have a next value, in the order of the outputs. */
const changing = ({ kernel }: Example): readonly string[] =>
  kernel === 'SgdUpdate' ? ['parameter', 'velocity'] : ['parameter', 'mean', 'square'];

/** Runs an update compiled, with the memory of its inputs given away or not. */
async function compiled(update: Example, donated: boolean, inputs: Tensors = update.inputs) {
  if (compile === null) throw new Error('ONNX Runtime is not here.');
  const run = compile(
    ({ given }: { given: Tensors }) => Object.fromEntries(update.run(given).map((each, i) => [i, each])),
    { name: update.name, ...(donated && { donated: ['given'] }) },
  );
  const outputs = Object.values(await run.run({ given: inputs }));
  run.dispose();
  return outputs;
}

describe.runIf(usable)('an optimizer update on memory', () => {
  test.each(names)('%s is its formula in float64, and its slots what it is composed of', async (name) => {
    const update = named(name);
    const point = Object.fromEntries(
      Object.entries(update.inputs).map(([key, input]) => [key, [...input.dataSync()]]),
    );
    const [parameter = [], ...slots] = numbers(await compiled(update, false));
    const [, ...composed] = numbers(update.compose(update.inputs));
    // Computed in float64 and rounded once, from rate, β and decay in float32: 0.999 is off by 1e-8, 1 − β₂ by 1e-5 of it.
    update.reference?.(point).forEach((value, i) => {
      expect(Math.abs((parameter[i] ?? NaN) - value)).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
    });
    slots.forEach((slot, index) => {
      slot.forEach((value, i) => {
        expect(value).toBeCloseTo(composed[index]?.[i] ?? NaN, 6);
      });
    });
  });

  test.each(names)(
    '%s gives the same bits in place as apart, and only what is given away is written to',
    async (name) => {
      const [apart, inPlace] = [named(name), named(name)];
      const before = numbers(Object.values(apart.inputs));
      const expected = await compiled(apart, false);
      expect(numbers(Object.values(apart.inputs))).toEqual(before);
      const actual = await compiled(inPlace, true);
      expect(numbers(actual)).toEqual(numbers(expected));
      changing(apart).forEach((input, index) => {
        expect(actual[index]?.dataSync()).toBe(inPlace.inputs[input]?.dataSync());
        expect(expected[index]?.dataSync()).not.toBe(apart.inputs[input]?.dataSync());
      });
      const rest = Object.keys(inPlace.inputs).filter((input) => !changing(apart).includes(input));
      for (const input of rest)
        expect([...(inPlace.inputs[input]?.dataSync() ?? [])]).toEqual([
          ...(apart.inputs[input]?.dataSync() ?? []),
        ]);
    },
  );

  const bad = [NaN, Infinity, -Infinity].flatMap((norm) => names.map((name) => ({ name, norm })));

  test.each(bad)('$name changes nothing where the norm of the gradient is $norm', async ({ name, norm }) => {
    for (const donated of [false, true]) {
      const update = named(name);
      const gradient = tf.fill([2, 3], NaN);
      const inputs = { ...update.inputs, gradient, norm: tf.scalar(norm) };
      const before = changing(update).map((input) => [...(update.inputs[input]?.dataSync() ?? [])]);
      expect(numbers(await compiled(update, donated, inputs))).toEqual(before);
      expect(changing(update).map((input) => [...(update.inputs[input]?.dataSync() ?? [])])).toEqual(before);
    }
  });
});
