import { readFileSync } from 'node:fs';
import { tensor } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { backends } from '../../../server/backends/index.ts';
import { at } from '../../../server/distill/losses/at.ts';
import type { LossDescriptor, Reduction } from '../../../server/distill/losses/descriptor.ts';
import { hard } from '../../../server/distill/losses/hard.ts';
import { hint } from '../../../server/distill/losses/hint.ts';
import { kd } from '../../../server/distill/losses/kd.ts';
import { compiledLosses, G, rms, type Evaluate, type Parameters } from './fixtures.ts';

/** Numbers from the definitions, in double precision (test/golden/golden.json). */
const golden = Value.Parse(
  Type.Record(Type.String(), Type.Unknown()),
  JSON.parse(readFileSync('test/golden/golden.json', 'utf8')),
);

type Figure = (answer: Evaluate) => Promise<number>;

const logits = (temperature: number) => ({
  student: G([3, 5], 1, 2),
  teacher: G([3, 5], 2, 3),
  scalars: { temperature },
});
const maps = (channels: number) => ({ student: G([2, 4, 4, 3], 1), teacher: G([2, 4, 4, channels], 2) });

const ce: Figure = async (answer) =>
  (await answer(hard, { student: G([3, 5], 1, 2), labels: tensor([0, 2, 4], [3], 'int32') })).number;
const soft =
  (temperature: number, parameters?: Parameters, reduction?: Reduction): Figure =>
  async (answer) =>
    (await answer(kd, logits(temperature), parameters, reduction)).number;
const size =
  (temperature: number, t2: boolean): Figure =>
  async (answer) =>
    rms((await answer(kd, logits(temperature), { t2 })).gradient);
const apart =
  (loss: LossDescriptor, channels: number, parameters?: Parameters): Figure =>
  async (answer) =>
    (await answer(loss, maps(channels), parameters)).number;
/** Weighted sum of figures. */
const together =
  (...parts: readonly (readonly [weight: number, figure: Figure])[]): Figure =>
  async (answer) => {
    let sum = 0;
    for (const [weight, figure] of parts) sum += weight * (await figure(answer));
    return sum;
  };

const crossEntropy = { form: 'soft-cross-entropy', t2: false };
const figures: readonly (readonly [string, Figure])[] = [
  ['ce', ce],
  ['kd.T4.batchmean.t2', soft(4)],
  ['kd.T4.mean.t2', soft(4, {}, 'mean')],
  ['kd.T4.batchmean.no_t2', soft(4, { t2: false })],
  ['kd.T1.batchmean', soft(1)],
  ['kd.T4.softCE.no_t2', soft(4, crossEntropy)],
  ['kd.T4.teacherEntropy', together([1, soft(4, crossEntropy)], [-1, soft(4, { t2: false })])],
  ['kd.hinton.g0.1.a0.9', together([0.1, ce], [0.9, soft(4)])],
  ['gjsd.b1', soft(1, { direction: 'reverse' })],
  ['hint.mse_mean', apart(hint, 3)],
  ['hint.paper_half_sum_per_sample', apart(hint, 3, { variant: 'paper' })],
  ['at.code', apart(at, 5)],
  ['at.paper_l2norm_per_sample_mean', apart(at, 5, { variant: 'paper' })],
  ...[1, 4, 16].flatMap(
    (temperature) =>
      [
        [`kd.grad_rms.t2.T${temperature}`, size(temperature, true)],
        [`kd.grad_rms.no_t2.T${temperature}`, size(temperature, false)],
      ] as const,
  ),
];

describe.each(backends.filter((backend) => backend.usable().ok))('golden.json on $name', (backend) => {
  it.each(figures)('%s', async (name, figure) => {
    const expected = golden[name];
    if (typeof expected !== 'number') throw new Error(`golden.json has no number ${name}`);
    const found = await figure(compiledLosses(await backend.start({ threads: 1 })));
    expect(Math.abs(found - expected)).toBeLessThan(1e-4 * Math.min(1, Math.abs(expected)) + 1e-7);
  });
});
