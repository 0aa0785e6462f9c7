import { expect, test } from 'vitest';
import { estimate } from '../../server/recipe/estimate.ts';
import { buildNetworks } from '../../server/distill/models.ts';
import { gather } from '../../server/recipe/gather.ts';
import { memoryOf } from '../../server/recipe/memory/memory.ts';
import { parse } from '../../server/recipe/parse.ts';
import { planTable } from '../../server/recipe/plan-table.ts';
import { plan } from '../../server/recipe/plan.ts';
import { bytes, count, duration, table } from '../../server/recipe/table.ts';
import { recipe, recipePath } from './recipes.ts';

const document = parse(recipe);
const planned = plan(document, await gather(document, recipePath), {
  backend: { name: 'wasm', threads: () => 1 },
});

test('a plan is plain text with its models, data, stages, pairs and cost', async () => {
  const text = planTable(
    planned,
    memoryOf(planned, await buildNetworks(planned, () => Promise.resolve(null))),
  );
  expect(text).toContain('small  mlp      25.4 k      102 kB');
  expect(text).toContain('transfer  idx     50000 from 0      none');
  expect(text).toContain('Stage distil: small taught by big');
  expect(text).toContain('hidden.1 32 ↔ features.2 4×4×16 by linear');
  expect(text).toMatch(/In all 21\.0 k steps.* and \d+ MB of memory/u);
  expect(text).not.toMatch(/\u001b/u);
});

test('the estimate counts student and baseline, teacher answers once, and three passes a training step', () => {
  const { flops, steps } = estimate(planned);
  const [teach, distil] = planned.stages;
  const training = 3 * 50880 * (distil?.steps ?? 0) * 64 * 2;
  expect(steps).toBe((teach?.steps ?? 0) + 2 * (distil?.steps ?? 0));
  expect(flops).toBeGreaterThan(training);
  expect(flops).toBeLessThan(2 * training);
});

test('a measured speed is taken in place of ours', () => {
  const { flops, seconds } = estimate(planned, 1e9);
  expect(seconds).toBe(flops / 1e9);
});

test('columns are as wide as their widest cell', () => {
  expect(table(['a', 'b'], [['long', '1']])).toEqual(['a     b', '────  ─', 'long  1']);
});

test('numbers have three digits and a prefix', () => {
  expect([
    count(999),
    count(25460),
    count(1.2e9),
    bytes(101_800),
    duration(40),
    duration(150),
    duration(9000),
  ]).toEqual(['999', '25.5 k', '1.20 G', '102 kB', '40 s', '3 min', '2.5 h']);
});
