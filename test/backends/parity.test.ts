import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { backends, findBackend } from '../../server/backends/index.ts';
import type { Compile } from '../../server/distill/backend.ts';
import { examples } from '../distill/operations/examples.ts';
import { cases } from './cases/index.ts';
import { compiled, numbered } from './compiled.ts';
import { evaluate, inputsOf, outputsOf, withValues, type Outcome } from './evaluate.ts';
import { expectClose, tolerancesOf } from './tolerances.ts';

/** All that start here. They compute what they compile: cpu and wasm as it is written, onnx as a graph. */
const usable = backends.filter((backend) => backend.usable().ok);

/** Outputs by what a function does with numbered inputs; fails where it leaves tensors behind. */
async function outcomes(
  compile: Compile,
  run: (inputs: readonly tf.Tensor[]) => readonly tf.Tensor[],
  inputs: readonly tf.Tensor[],
): Promise<readonly Outcome[]> {
  const before = tf.memory().numTensors;
  const given = numbered(inputs);
  const outputs = await compiled(
    compile,
    (values: typeof given) => numbered(run(Object.values(values))),
    given,
  );
  expect(tf.memory().numTensors, 'tensors left behind').toBe(before);
  return Object.values(outputs);
}

function expectSame(actual: readonly Outcome[], expected: readonly Outcome[], tolerance: number): void {
  expect(actual.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
    expected.map(({ shape, dtype }) => ({ shape, dtype })),
  );
  actual.forEach(({ values }, index) => {
    expectClose(values, expected[index]?.values ?? [], { tolerance, name: `output ${index}` });
  });
}

describe.each(usable)('the backend $name', (backend) => {
  const { operation: tolerance } = tolerancesOf(backend.name);

  test.each(cases)('equals cpu in value and gradient: $name', async (subject) => {
    await findBackend('cpu').start({ threads: 1 });
    const expected = evaluate(subject, withValues);
    const compile = await backend.start({ threads: 1 });
    const inputs = inputsOf(subject);
    expectSame(await outcomes(compile, (given) => outputsOf(subject, given), inputs), expected, tolerance);
    tf.dispose(inputs);
  });
});

await findBackend('cpu').start({ threads: 1 });
const lean = examples().map(({ name, inputs }, index) => {
  tf.dispose(inputs);
  return [name, index] as const;
});

describe.each(usable)('a lean operation on $name', (backend) => {
  const { operation: tolerance } = tolerancesOf(backend.name);

  test.each(lean)('is its composition on cpu and its formula in float64: %s', async (_, index) => {
    await findBackend('cpu').start({ threads: 1 });
    const compile = await backend.start({ threads: 1 });
    const subject = examples()[index];
    if (subject === undefined) throw new Error(`There is no example ${index}.`);
    const names = Object.keys(subject.inputs);
    const inputs = Object.values(subject.inputs);
    const named = (given: readonly tf.Tensor[]) =>
      Object.fromEntries(given.map((input, at) => [names[at] ?? '', input]));
    const actual = await outcomes(compile, (given) => subject.run(named(given)), inputs);
    await findBackend('cpu').start({ threads: 1 });
    const composed: Outcome[] = [];
    tf.tidy(() => {
      composed.push(...subject.compose(subject.inputs).map(withValues));
    });
    expectSame(actual, composed, tolerance);
    const point = Object.fromEntries(names.map((name, at) => [name, [...(inputs[at]?.dataSync() ?? [])]]));
    const formula = subject.reference?.(point);
    if (formula !== undefined) expectClose(actual[0]?.values ?? [], formula, { tolerance, name: 'formula' });
    tf.dispose(inputs);
  });
});
