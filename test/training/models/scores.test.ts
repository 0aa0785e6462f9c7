import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { ModelFile } from '../../../server/protocol/training.ts';
import type { RunDirectory } from '../../../server/runs/directory.ts';
import { readEvaluation } from '../../../server/runs/records.ts';
import { readPlan } from '../../../server/runs/state.ts';
import { findModels } from '../../../server/training/models/find.ts';
import { inspectModel } from '../../../server/training/models/inspect.ts';
import { follow, start } from '../../e2e/follow.ts';
import { mnist, queue, temporaryFolder } from '../../e2e/queue.ts';

const recipe = `
version: 1
name: Scores
data:
  train: { source: idx, path: ${mnist}/train, take: 200 }
  val: { source: idx, path: ${mnist}/train, skip: 50000, take: 100 }
  test: { source: idx, path: ${mnist}/t10k, take: 100 }
models:
  big: { network: { kind: mlp, hidden: [12], activation: tanh }, checkpoint: checkpoints/big.safetensors }
  small: { network: { kind: mlp, hidden: [6] } }
stages:
  - name: teach
    train: big
    unless: checkpoint
    data: train
    length: 10 steps
    batch: 20
    optimizer: { kind: adam, rate: 0.01 }
    losses: [{ loss: hard }]
  - name: distil
    train: small
    teachers: big
    data: train
    length: 10 steps
    batch: 20
    optimizer: { kind: adam, rate: 0.01 }
    losses: [{ loss: hard, weight: 0.1 }, { loss: kd, weight: 0.9 }]
evaluate: { data: [val, test], select: { metric: accuracy, data: val } }
`;

let workspace = '';
let [first, second]: readonly RunDirectory[] = [];

/** A run that made the teacher, and one that found it made. */
beforeAll(async () => {
  workspace = await temporaryFolder();
  const train = async (): Promise<RunDirectory> => {
    const run = await queue(recipe, { workspace });
    expect(await follow(start(run))).toMatchObject({ state: 'finished' });
    return run;
  };
  first = await train();
  second = await train();
});

const checkpoint = (): string => join(workspace, 'checkpoints', 'big.safetensors');

async function modelAt(path: string, folders: readonly string[] = [workspace]): Promise<ModelFile> {
  const found = (await findModels(folders)).find((file) => file.path === path);
  if (found === undefined) throw new Error(`There is no model ${path}.`);
  return found;
}

/** Accuracy on test as the run recorded it. */
async function accuracy(run: RunDirectory | undefined, model: string, moment: string, variant = 'student') {
  if (run === undefined) throw new Error('There is no run.');
  const rows = await readEvaluation(run, await readPlan(run));
  return rows.find(
    (row) => row.model === model && row.moment === moment && row.variant === variant && row.data === 'test',
  )?.accuracy;
}

test('a checkpoint has the scores of the run that made it and of the one that it taught, the newest first', async () => {
  const { scores } = await modelAt(checkpoint());
  expect(scores.map(({ run, role, metric, data }) => ({ run, role, metric, data }))).toEqual([
    { run: second?.path, role: 'used', metric: 'accuracy', data: 'test' },
    { run: first?.path, role: 'made', metric: 'accuracy', data: 'test' },
  ]);
  expect(scores.map(({ value }) => value)).toEqual([
    await accuracy(second, 'big', 'teacher'),
    await accuracy(first, 'big', 'selected'),
  ]);
});

test.each(['student', 'baseline'])('a run knows the score of the %s it made', async (variant) => {
  const name = variant === 'student' ? 'small' : 'small%40baseline';
  const { scores } = await modelAt(join(first?.path ?? '', 'models', 'seed-1', `${name}.safetensors`));
  expect(scores).toEqual([
    {
      run: first?.path,
      runName: 'Scores',
      role: 'made',
      metric: 'accuracy',
      data: 'test',
      value: await accuracy(first, 'small', 'selected', variant),
    },
  ]);
});

test('a copy elsewhere is known by what its header says, with the network that a recipe needs for it', async () => {
  const other = await temporaryFolder();
  const copy = join(other, 'mine.safetensors');
  await copyFile(join(first?.path ?? '', 'models', 'seed-1', 'small.safetensors'), copy);
  const file = await modelAt(copy, [workspace, other]);
  expect(file).toMatchObject({ name: 'small', network: '{ kind: mlp, hidden: [ 6 ] }' });
  expect(file.scores).toHaveLength(1);
  expect(await modelAt(copy, [other])).toMatchObject({ scores: [], network: null });
});

test('the network says what is not the default', async () => {
  expect((await modelAt(checkpoint())).network).toBe('{ kind: mlp, hidden: [ 12 ], activation: tanh }');
});

test('inspecting it shows the taps of its network, and the same scores', async () => {
  const { file, taps } = await inspectModel(checkpoint());
  expect(taps).toEqual({ 'hidden.1': [12], logits: [10] });
  expect(file).toEqual(await modelAt(checkpoint()));
});

test('a run that is damaged knows nothing, and the others still do', async () => {
  const run = await queue(recipe, { workspace });
  await rm(join(run.path, 'plan.json'));
  expect((await modelAt(checkpoint())).scores).toHaveLength(2);
});
