import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { clipByGlobalNorm } from '../../../server/distill/optimizers/clip.ts';
import { findOptimizer } from '../../../server/distill/optimizers/index.ts';
import type { ScalarPlan } from '../../../server/distill/plan.ts';
import { valueAt } from '../../../server/distill/schedule.ts';
import { startCpu } from '../../tensorflow.ts';

/** What reference.py writes. */
interface Reference {
  readonly start: { readonly weight: number[]; readonly bias: number[] };
  readonly rows: number;
  /** By step and micro-batch: rows of x and y, flat. */
  readonly inputs: number[][][];
  readonly goals: number[][][];
  readonly cases: readonly Case[];
}

interface Case {
  readonly kind: string;
  readonly options: Readonly<Record<string, number | string | boolean>>;
  readonly clip?: number;
  readonly accumulate?: number;
  readonly schedule?: ['cosine', { to: number; steps: number }] | ['drops', { at: number[]; by: number }];
  /** Norm of the gradient before clipping, and rate, by step. */
  readonly norms: number[];
  readonly rates: number[];
  readonly parameters: { readonly weight: number[]; readonly bias: number[] };
}

const reference = JSON.parse(
  readFileSync(new URL('reference.json', import.meta.url), 'utf8'),
) as unknown as Reference;

await startCpu();

const defaults = { momentum: 0, beta1: 0.9, beta2: 0.999 };
const names = ['weight', 'bias'] as const;

function ratePlan({ options, schedule }: Case): ScalarPlan {
  const from = Number(options.rate);
  if (schedule === undefined) return { kind: 'constant', value: from };
  return schedule[0] === 'cosine'
    ? { kind: 'ramp', from, shape: 'cosine', ...schedule[1] }
    : { kind: 'drops', from, ...schedule[1] };
}

/** Gradients of half the mean squared error of a linear map, by weight and bias, averaged over micro-batches. */
function gradientsAt(parameters: readonly tf.Tensor[], step: number, micros: number): tf.Tensor[] {
  const loss = (micro: number) => (weight: tf.Tensor, bias: tf.Tensor) => {
    const x = tf.tensor2d(reference.inputs[step]?.[micro] ?? [], [reference.rows, 3]);
    const y = tf.tensor2d(reference.goals[step]?.[micro] ?? [], [reference.rows, 4]);
    const error = tf.sub(tf.add(tf.matMul(x, weight), bias), y);
    return tf.mul(tf.mean(tf.sum(tf.square(error), 1)), 0.5);
  };
  const each = Array.from({ length: micros }, (_, micro) => tf.grads(loss(micro))([...parameters]));
  return names.map((_, index) =>
    tf.div(tf.addN(each.flatMap((gradients) => gradients.slice(index, index + 1))), micros),
  );
}

/** Trains as the case says; parameters at the end, norms and rates by step. */
function train(reproduced: Case): Pick<Case, 'norms' | 'rates' | 'parameters'> {
  const { kind, options, clip = null, accumulate = 1 } = reproduced;
  const optimizer = findOptimizer(kind);
  const plan = ratePlan(reproduced);
  const norms: number[] = [];
  const rates: number[] = [];
  let parameters: tf.Tensor[] = [
    tf.tensor(reference.start.weight, [3, 4]),
    tf.tensor(reference.start.bias, [4]),
  ];
  let slots = parameters.map((parameter): Readonly<Record<string, tf.Tensor>> =>
    Object.fromEntries(optimizer.slots(options).map((name) => [name, tf.zerosLike(parameter)])),
  );
  for (const step of reference.inputs.keys()) {
    const rate = valueAt(plan, step);
    const values = { decay: kind === 'adamw' ? 0.01 : 0, ...defaults, ...options, rate };
    const scalars = Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) =>
        typeof value === 'number' ? [[name, tf.scalar(value)]] : [],
      ),
    );
    const clipped = clipByGlobalNorm(gradientsAt(parameters, step, accumulate), clip);
    const updated = parameters.map((parameter, index) =>
      optimizer.update(
        {
          parameter,
          gradient: clipped.gradients[index] ?? tf.zerosLike(parameter),
          slots: slots[index] ?? {},
          scalars,
          count: tf.scalar(step + 1),
          norm: clipped.norm,
        },
        options,
        names[index] === 'weight',
      ),
    );
    parameters = updated.map((result) => result.parameter);
    slots = updated.map((result) => result.slots);
    norms.push(clipped.norm.dataSync()[0] ?? NaN);
    rates.push(rate);
  }
  const [weight = [], bias = []] = parameters.map((parameter) => [...parameter.dataSync()]);
  return { norms, rates, parameters: { weight, bias } };
}

const described = ({ kind, options, clip, accumulate, schedule }: Case): string =>
  [
    kind,
    ...Object.entries(options).map(([name, value]) => `${name} ${value}`),
    ...(clip === undefined ? [] : [`clipped at ${clip}`]),
    ...(accumulate === undefined ? [] : [`${accumulate} micro-batches`]),
    ...(schedule === undefined ? [] : [`${schedule[0]} rate`]),
  ].join(', ');

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) {
    expect(Math.abs((actual[index] ?? NaN) - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
  }
}

for (const expected of reference.cases) {
  test(`${described(expected)}: as PyTorch after 20 steps`, () => {
    tf.tidy(() => {
      const actual = train(expected);
      expectClose(actual.rates, expected.rates);
      expectClose(actual.norms, expected.norms);
      expectClose(actual.parameters.weight, expected.parameters.weight);
      expectClose(actual.parameters.bias, expected.parameters.bias);
    });
  });
}
