import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { Plan } from '../../server/distill/plan.ts';
import { readRows } from '../../server/runs/records.ts';
import { follow, start } from '../e2e/follow.ts';
import { queue } from '../e2e/queue.ts';
import { short } from '../media/short.ts';
import { notYet } from '../recipe/examples.ts';

/** Why an example that runs is not trained here. */
const elsewhere: Readonly<Record<string, string>> = {
  'chains/born-again.distill.yaml': 'its template is trained',
  'features/at.distill.yaml': 'its template is trained',
  'features/cifar10.distill.yaml':
    'needs data beside the checkout; the template of residual networks is trained',
  'features/fitnets-joint.distill.yaml': 'its template is trained',
  'mnist.distill.yaml': 'its template is trained',
  'networks/cifar-resnet.distill.yaml': 'needs data beside the checkout, and minutes for its teacher',
  'networks/layers-model.distill.yaml': 'its template is trained',
  'networks/sequence.distill.yaml': 'its template is trained',
  'response/kd.distill.yaml': 'its template is trained',
};

const files = readdirSync('examples', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.distill.yaml') && !Object.hasOwn(notYet, name))
  .sort();

test('every example that is trained elsewhere is there', () => {
  expect(Object.keys(elsewhere).filter((file) => !files.includes(file))).toEqual([]);
});

/** A few steps of the students alone. */
const students = (made: Plan): Plan => {
  const plan = short(made);
  return { ...plan, stages: plan.stages.map((stage) => ({ ...stage, baseline: null })) };
};

test.each(files.filter((file) => !Object.hasOwn(elsewhere, file)))(
  'examples/%s trains on the default backend',
  async (file) => {
    const text = readFileSync(join('examples', file), 'utf8');
    // The recipe is read where the run is, so what it names is no longer beside it.
    const moved = text.replaceAll(/(?:\.\.\/)+node_modules/gu, resolve('node_modules'));
    const run = await queue(moved, { change: students });
    expect(await follow(start(run))).toMatchObject({ state: 'finished', failure: null });
    const losses = (await readRows(run, 'train')).map(({ loss }) => loss ?? NaN);
    expect(losses.length).toBeGreaterThanOrEqual(3);
    expect(losses.every(Number.isFinite)).toBe(true);
  },
  120_000,
);
