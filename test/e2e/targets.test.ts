import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../server/distill/plan.ts';
import type { RunDirectory } from '../../server/runs/directory.ts';
import { readRows } from '../../server/runs/records.ts';
import { follow, start } from './follow.ts';
import { mnist, queue, temporaryFolder } from './queue.ts';

const recipe = `
version: 1
name: Targets
data:
  labelled: { source: idx, path: ${mnist}/train, take: 200 }
  transfer: { source: idx, path: ${mnist}/train, take: 300, labels: none }
  val: { source: idx, path: ${mnist}/train, skip: 50000, take: 200 }
  test: { source: idx, path: ${mnist}/t10k, take: 200 }
models:
  big: { network: { kind: lenet5 } }
  small: { network: { kind: mlp, hidden: [8] } }
stages:
  - { name: teach, train: big, data: labelled, length: 5 steps, batch: 20, optimizer: { kind: adam, rate: 0.01 }, losses: [{ loss: hard }] }
  - name: distil
    train: small
    teachers: big
    data: { labelled: 1, transfer: 3 }
    length: 30 steps
    batch: 40
    optimizer: { kind: adam, rate: 0.01 }
    losses: [{ loss: kd }, { loss: hint, pairs: [[hidden.1, features.2]], project: linear }]
evaluate: { data: [val, test], select: { metric: accuracy, data: val } }
`;

const kd = async (run: RunDirectory) =>
  (await readRows(run, 'train')).filter((row) => row.stage === 1 && row.variant === 0);

async function trained(workspace: string, change?: (made: Plan) => Plan): Promise<RunDirectory> {
  const run = await queue(recipe, { workspace, ...(change === undefined ? {} : { change }) });
  expect(await follow(start(run))).toMatchObject({ state: 'finished', failure: null });
  return run;
}

describe('stored teacher outputs', () => {
  test('give the same training as asking the teacher with every batch', async () => {
    const stored = await kd(await trained(await temporaryFolder()));
    const asked = await kd(
      await trained(await temporaryFolder(), (made) => ({
        ...made,
        stages: made.stages.map((stage) => ({ ...stage, targets: 'each-step' as const })),
      })),
    );
    expect(stored).toHaveLength(30);
    stored.forEach((row, step) => {
      expect(asked[step]?.['distil/kd.raw']).toBeCloseTo(row['distil/kd.raw'] ?? NaN, 4);
      expect(asked[step]?.['distil/hint.raw']).toBeCloseTo(row['distil/hint.raw'] ?? NaN, 4);
    });
  });

  test('are reused by the next run with the same teacher and data', async () => {
    const workspace = await temporaryFolder();
    const first = await kd(await trained(workspace));
    const folder = join(workspace, '.retort', 'targets');
    const files = await readdir(folder);
    // Two taps on two data sets.
    expect(files).toHaveLength(4);
    for (const file of files) {
      const values = await readFile(join(folder, file));
      await writeFile(join(folder, file), values.fill(0));
    }
    const second = await kd(await trained(workspace));
    expect(await readdir(folder)).toEqual(files);
    expect(second[0]?.['distil/kd.raw']).not.toBeCloseTo(first[0]?.['distil/kd.raw'] ?? NaN, 3);
  });

  test('are kept apart for another teacher', async () => {
    const workspace = await temporaryFolder();
    await trained(workspace);
    await trained(workspace, (made) => ({ ...made, seeds: [2] }));
    expect(await readdir(join(workspace, '.retort', 'targets'))).toHaveLength(8);
  });
});
