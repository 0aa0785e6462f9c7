import { readFileSync } from 'node:fs';
import { tensor, type Tensor } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../../server/distill/losses/at.ts';
import { hard } from '../../../server/distill/losses/hard.ts';
import { hint } from '../../../server/distill/losses/hint.ts';
import { kd } from '../../../server/distill/losses/kd.ts';
import { startCpu } from '../../tensorflow.ts';
import { G, gradient, number, rms, type Parameters } from './fixtures.ts';

beforeAll(startCpu);

/** Numbers from the definitions, in double precision (test/golden/golden.json). */
const golden = Value.Parse(
  Type.Record(Type.String(), Type.Unknown()),
  JSON.parse(readFileSync('test/golden/golden.json', 'utf8')),
);

const logits = (temperature: number) => ({
  student: G([3, 5], 1, 2),
  teacher: G([3, 5], 2, 3),
  scalars: { temperature },
});
const labels = (): Tensor => tensor([0, 2, 4], [3], 'int32');
const ce = (): number => number(hard, { student: G([3, 5], 1, 2), labels: labels() });
const maps = (channels: number) => ({ student: G([2, 4, 4, 3], 1), teacher: G([2, 4, 4, channels], 2) });
const soft: Parameters = { form: 'soft-cross-entropy', t2: false };
const size = (temperature: number, t2: boolean): number => rms(gradient(kd, logits(temperature), { t2 }));

const figures: readonly (readonly [string, () => number])[] = [
  ['ce', ce],
  ['kd.T4.batchmean.t2', () => number(kd, logits(4))],
  ['kd.T4.mean.t2', () => number(kd, logits(4), {}, 'mean')],
  ['kd.T4.batchmean.no_t2', () => number(kd, logits(4), { t2: false })],
  ['kd.T1.batchmean', () => number(kd, logits(1))],
  ['kd.T4.softCE.no_t2', () => number(kd, logits(4), soft)],
  ['kd.T4.teacherEntropy', () => number(kd, logits(4), soft) - number(kd, logits(4), { t2: false })],
  ['kd.hinton.g0.1.a0.9', () => 0.1 * ce() + 0.9 * number(kd, logits(4))],
  ['gjsd.b1', () => number(kd, logits(1), { direction: 'reverse' })],
  ['hint.mse_mean', () => number(hint, maps(3))],
  ['hint.paper_half_sum_per_sample', () => number(hint, maps(3), { variant: 'paper' })],
  ['at.code', () => number(at, maps(5))],
  ['at.paper_l2norm_per_sample_mean', () => number(at, maps(5), { variant: 'paper' })],
  ...[1, 4, 16].flatMap(
    (temperature) =>
      [
        [`kd.grad_rms.t2.T${temperature}`, () => size(temperature, true)],
        [`kd.grad_rms.no_t2.T${temperature}`, () => size(temperature, false)],
      ] as const,
  ),
];

describe('golden.json', () => {
  it.each(figures)('%s', (name, compute) => {
    const expected = golden[name];
    if (typeof expected !== 'number') throw new Error(`golden.json has no number ${name}`);
    expect(Math.abs(compute() - expected)).toBeLessThan(1e-4 * Math.min(1, Math.abs(expected)) + 1e-7);
  });
});
