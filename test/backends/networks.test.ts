import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { backends, findBackend } from '../../server/backends/index.ts';
import type { BackendDescriptor } from '../../server/distill/backend.ts';
import { networks } from '../../server/distill/networks/index.ts';
import { leaves } from '../../server/distill/tensors.ts';
import { compiled } from './compiled.ts';
import type { Outcome } from './evaluate.ts';
import { prepare, subjects } from './networks.ts';
import { expectNear, tolerancesOf } from './tolerances.ts';

type Outcomes = Readonly<Record<string, Outcome>>;

/** Taps in evaluation, gradients and moving statistics in training, as a backend computes them. */
async function answers(subject: (typeof subjects)[number], backend: BackendDescriptor): Promise<Outcomes> {
  const compile = await backend.start({ threads: 1 });
  const { evaluate, train, inputs } = await prepare(subject);
  const given = inputs();
  const before = tf.memory().numTensors;
  const outcomes = {
    ...(await compiled(compile, evaluate, given)),
    ...(await compiled(compile, train, given)),
  };
  expect(tf.memory().numTensors, 'tensors left behind').toBe(before);
  tf.dispose(leaves(given).map(({ tensor }) => tensor));
  return outcomes;
}

const groupOf = (name: string): string => name.split('/')[0] ?? '';

/** Largest number of the taps, the gradients and the moving statistics. */
function largestBy(outcomes: Outcomes): ReadonlyMap<string, number> {
  const largest = new Map<string, number>();
  for (const [name, { values }] of Object.entries(outcomes))
    for (const value of values)
      largest.set(groupOf(name), Math.max(largest.get(groupOf(name)) ?? 0, Math.abs(value)));
  return largest;
}

/**
 * A gradient this small, of the largest in the network, may be nothing but rounding: that of a bias before a
 * normalisation is, or of a key's bias before a softmax.
 */
const floor = 1e-2;

const others = backends.filter(({ name, usable }) => name !== 'cpu' && usable().ok);
const rows = subjects.map(
  (subject) => [`${subject.kind} ${JSON.stringify(subject.config).slice(0, 70)}`, subject] as const,
);

describe.each(others)('on $name', (backend) => {
  test.each(rows)('every tap, gradient and moving statistic is that of cpu: %s', async (_, subject) => {
    const expected = await answers(subject, findBackend('cpu'));
    const actual = await answers(subject, backend);
    expect(Object.keys(actual)).toEqual(Object.keys(expected));
    const largest = largestBy(expected);
    for (const [name, { shape, dtype, values }] of Object.entries(actual)) {
      expect({ shape, dtype }).toEqual({ shape: expected[name]?.shape, dtype: expected[name]?.dtype });
      const tolerance = tolerancesOf(backend.name).network;
      const scale = floor * (largest.get(groupOf(name)) ?? 0);
      expectNear(values, expected[name]?.values ?? [], { tolerance, scale, name });
    }
  });
});

/** A published folder brings its own file; its network is that of bert. */
const elsewhere = ['huggingface'];

test('every network is among them', () => {
  const kinds = new Set([...subjects.map(({ kind }) => kind), ...elsewhere]);
  expect(networks.map(({ kind }) => kind).filter((kind) => !kinds.has(kind))).toEqual([]);
});
