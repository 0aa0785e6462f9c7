import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDisagreements } from '../../server/runs/disagreements.ts';
import { checkpoint, disagreements } from './rows.ts';
import { newRun, open } from './workspace.ts';

const stepsOf = (found: Awaited<ReturnType<typeof readDisagreements>>): readonly number[] =>
  found.map(({ step }) => step);

test('a run reads as it was recorded, its images as base64 of their bytes', async () => {
  const run = await newRun();
  const attempt = await open(run);
  attempt.disagreements(disagreements(7));
  await attempt.flush();
  const [found] = await readDisagreements(run);
  expect(found).toMatchObject({ step: 7, seed: 1, stage: 'distil', data: 'val' });
  expect(found?.samples[0]).toMatchObject({ sample: 7, label: null, teacher: [0.5, 0.5] });
  expect([...Buffer.from(found?.samples[0]?.image?.pixels ?? '', 'base64')]).toEqual([7, 255]);
});

test('what an attempt found after the checkpoint that another went on from is not history', async () => {
  const run = await newRun();
  const first = await open(run);
  first.disagreements(disagreements(1));
  await first.checkpoint(checkpoint(2));
  first.disagreements(disagreements(3));
  await first.close('stopped');
  const second = await open(run);
  second.disagreements(disagreements(4));
  await second.flush();
  expect(stepsOf(await readDisagreements(run))).toEqual([1, 4]);
});

test('a line that is still being written is passed over', async () => {
  const run = await newRun();
  const attempt = await open(run);
  attempt.disagreements(disagreements(1));
  await attempt.flush();
  const path = join(attempt.path, 'disagreements.jsonl');
  appendFileSync(path, readFileSync(path).subarray(0, 40));
  expect(stepsOf(await readDisagreements(run))).toEqual([1]);
});

test('a run in which nothing was compared has none', async () => {
  const run = await newRun();
  expect(await readDisagreements(run)).toEqual([]);
  await open(run);
  expect(await readDisagreements(run)).toEqual([]);
});

test('the newest are read alone where only they are asked for', async () => {
  const run = await newRun();
  const first = await open(run);
  for (const step of [1, 2]) first.disagreements(disagreements(step));
  await first.checkpoint(checkpoint(2));
  await first.close('stopped');
  const second = await open(run);
  second.disagreements(disagreements(3));
  await second.flush();
  expect(stepsOf(await readDisagreements(run, 2))).toEqual([2, 3]);
});
