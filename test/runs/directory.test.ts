import fc from 'fast-check';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRun, findRun, listRuns, slug } from '../../server/runs/directory.ts';
import { readPlan, readRecipe, readRun } from '../../server/runs/state.ts';
import { examplePlan } from './example-plan.ts';
import { newRun, noon, recipeText, temporaryFolder } from './workspace.ts';

const named = (workspace: string, name: string, now = noon, random = 'abcd') =>
  createRun({ workspace, recipeText, plan: { ...examplePlan, name }, versions: {}, now, random });

test('a run is named by time, recipe and chance', async () => {
  const { id } = await newRun();
  expect(id).toBe('20260730-123456-mnist-from-600-labels-abcd');
});

test('a new run is queued and holds recipe and plan as they were', async () => {
  const run = await newRun();
  expect(await readRun(run)).toMatchObject({
    state: 'queued',
    holder: null,
    file: { attempt: 0, lock: null, progress: { step: 0, steps: 6200 }, createdAt: noon.toISOString() },
  });
  expect(await readPlan(run)).toEqual(examplePlan);
  expect(await readRecipe(run)).toBe(recipeText);
});

test('the folder of runs hides itself from git', async () => {
  const workspace = temporaryFolder();
  await newRun(workspace);
  expect(readFileSync(join(workspace, '.retort', '.gitignore'), 'utf8')).toBe('*\n');
});

test('an ignore file that somebody changed is left as it is', async () => {
  const workspace = temporaryFolder();
  mkdirSync(join(workspace, '.retort'));
  writeFileSync(join(workspace, '.retort', '.gitignore'), '*\n!runs\n');
  await newRun(workspace);
  expect(readFileSync(join(workspace, '.retort', '.gitignore'), 'utf8')).toBe('*\n!runs\n');
});

test.each([
  ['../../etc/passwd', 'etc-passwd'],
  ['a/b\\c:d*?"<>|', 'a-b-c-d'],
  ['Äpfel & Öl', 'apfel-ol'],
  ['从六百个标签', 'run'],
  ['', 'run'],
  ['. .', 'run'],
  ['x'.repeat(500), 'x'.repeat(40)],
  ['con\u0000\n', 'con'],
])('the name %j becomes %j', (name, expected) => {
  expect(slug(name)).toBe(expected);
});

test('no name makes a path out of the folder of runs', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(slug(name))),
  );
});

test('two runs of the same second are told apart by chance', async () => {
  const workspace = temporaryFolder();
  const first = await newRun(workspace, 'aaaa');
  const second = await newRun(workspace, 'bbbb');
  expect((await listRuns(workspace)).map(({ id }) => id)).toEqual([second.id, first.id]);
});

test('a run never takes the place of another', async () => {
  const workspace = temporaryFolder();
  await newRun(workspace);
  await expect(newRun(workspace)).rejects.toMatchObject({ code: 'run-exists' });
  expect(readdirSync(join(workspace, '.retort', 'runs'))).toHaveLength(1);
});

test('runs are listed from the newest, and other folders passed over', async () => {
  const workspace = temporaryFolder();
  const older = await named(workspace, 'b', new Date('2026-01-01T00:00:00Z'));
  const newer = await named(workspace, 'a', new Date('2026-01-02T00:00:00Z'));
  mkdirSync(join(workspace, '.retort', 'runs', 'notes'));
  mkdirSync(join(workspace, '.retort', 'runs', '.new-half-made'));
  expect(await listRuns(workspace)).toEqual([newer, older]);
});

test('a workspace without runs has an empty list', async () => {
  expect(await listRuns(temporaryFolder())).toEqual([]);
});

test('a run is found by its id, the beginning of it, or as the last', async () => {
  const workspace = temporaryFolder();
  const older = await named(workspace, 'b', new Date('2026-01-01T00:00:00Z'));
  const newer = await named(workspace, 'a', new Date('2026-01-02T00:00:00Z'));
  expect(await findRun(workspace, older.id)).toEqual(older);
  expect(await findRun(workspace, '20260101')).toEqual(older);
  expect(await findRun(workspace, 'last')).toEqual(newer);
});

test('a beginning that two runs share is refused', async () => {
  const workspace = temporaryFolder();
  await named(workspace, 'a');
  await named(workspace, 'b');
  await expect(findRun(workspace, '2026')).rejects.toMatchObject({ code: 'ambiguous-run' });
});

test.each(['../..', 'last', '', '/etc'])('%j is not found where there is no run', async (wanted) => {
  await expect(findRun(temporaryFolder(), wanted)).rejects.toMatchObject({ code: 'no-such-run' });
});

test('a folder that is no run says so', async () => {
  const path = temporaryFolder();
  await expect(readRun({ id: 'x', path })).rejects.toMatchObject({
    code: 'not-a-run',
    where: join(path, 'run.json'),
  });
});
