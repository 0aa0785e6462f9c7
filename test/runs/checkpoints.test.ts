import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from '../../server/distill/checkpoints/safetensors.ts';
import { listCheckpoints, loadCheckpoint, newestCheckpoint } from '../../server/runs/checkpoints.ts';
import type { RunDirectory } from '../../server/runs/directory.ts';
import { checkpoint, row } from './rows.ts';
import { newRun, open } from './workspace.ts';

const place = (run: RunDirectory, ...path: readonly string[]): string =>
  join(run.path, 'checkpoints', ...path);

/** A run that was stopped after checkpoints of some steps. */
async function runWith(...steps: readonly number[]): Promise<RunDirectory> {
  const run = await newRun();
  const attempt = await open(run);
  for (const step of steps) {
    attempt.row('train', row('train', step));
    await attempt.checkpoint(checkpoint(step));
  }
  await attempt.close('stopped');
  return run;
}

/** Changes one bit in the middle of a file. */
function damage(path: string): void {
  const bytes = readFileSync(path);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

test('a checkpoint is read as it was written', async () => {
  const run = await runWith(100);
  const { step, cursor, files } = await loadCheckpoint(run, 100);
  expect({ step, cursor, files }).toEqual(checkpoint(100));
});

test('its tensors are safetensors files of their own', async () => {
  const run = await runWith(100);
  expect(readdirSync(place(run, '100')).sort()).toEqual([
    'cursor.json',
    'hashes.json',
    'small.safetensors',
    'small@baseline.safetensors',
  ]);
  expect(parse(readFileSync(place(run, '100', 'small.safetensors'))).tensors).toEqual(
    checkpoint(100).files.small,
  );
});

test('a name with a path in it stays in the folder', async () => {
  const run = await newRun();
  const attempt = await open(run);
  const hostile = { '../../../escape': { x: { shape: [1], data: new Float32Array([1]) } } };
  await attempt.checkpoint({ ...checkpoint(1), files: hostile });
  expect(readdirSync(place(run, '1'))).toContain('..%2F..%2F..%2Fescape.safetensors');
  expect((await loadCheckpoint(run, 1)).files).toEqual(hostile);
});

test('a run goes on from its newest checkpoint', async () => {
  const run = await runWith(100, 200);
  const attempt = await open(run);
  expect(attempt.resumed).toMatchObject({ step: 200, attempt: 1, rows: { train: 2, events: 0 } });
  expect(attempt.warnings).toEqual([]);
});

test.each(['small.safetensors', 'cursor.json', 'hashes.json'])(
  'when %s is damaged the run goes on from the checkpoint before, with a warning',
  async (file) => {
    const run = await runWith(100, 200);
    const path = place(run, '200', file);
    if (file === 'hashes.json') writeFileSync(path, readFileSync(path).subarray(0, 40));
    else damage(path);
    const attempt = await open(run);
    expect(attempt.resumed?.step).toBe(100);
    expect(attempt.warnings).toMatchObject([{ code: 'broken-checkpoint', where: place(run, '200') }]);
    expect(readFileSync(join(attempt.path, 'worker.log'), 'utf8')).toMatch(/broken-checkpoint: .*step 200/);
  },
);

test('when no checkpoint is left whole the run begins again', async () => {
  const run = await runWith(100);
  damage(place(run, '100', 'small.safetensors'));
  const attempt = await open(run);
  expect(attempt.resumed).toBeNull();
  expect(attempt.warnings).toHaveLength(1);
});

test('a checkpoint of which a file is missing is damaged', async () => {
  const run = await runWith(100);
  renameSync(place(run, '100', 'small.safetensors'), place(run, 'elsewhere'));
  await expect(loadCheckpoint(run, 100)).rejects.toMatchObject({ code: 'broken-checkpoint' });
});

test('what a killed process left half-written is not a checkpoint and is cleared away', async () => {
  const run = await runWith(100);
  mkdirSync(place(run, '.writing-200'));
  writeFileSync(place(run, '.writing-200', 'small.safetensors'), 'half');
  expect(await listCheckpoints(run)).toEqual([100]);
  await open(run);
  expect(readdirSync(place(run))).toEqual(['100']);
});

test('a checkpoint whose replacement was cut short is still there', async () => {
  const run = await runWith(100);
  renameSync(place(run, '100'), place(run, '.old-100'));
  mkdirSync(place(run, '.writing-100'));
  expect((await newestCheckpoint(run)).checkpoint?.step).toBe(100);
  expect((await open(run)).resumed?.step).toBe(100);
  expect(readdirSync(place(run))).toEqual(['100']);
});

test('a checkpoint of a step that has one already takes its place', async () => {
  const run = await runWith(100);
  const attempt = await open(run);
  await attempt.checkpoint({ ...checkpoint(100), cursor: { ...checkpoint(100).cursor, sinceImproved: 3 } });
  expect(await loadCheckpoint(run, 100)).toMatchObject({ attempt: 2, cursor: { sinceImproved: 3 } });
  expect(readdirSync(place(run))).toEqual(['100']);
});

test('old checkpoints go, as the plan says: two are kept', async () => {
  expect(await listCheckpoints(await runWith(100, 200, 300, 400))).toEqual([300, 400]);
});

test('the checkpoint that the newest calls the best stays', async () => {
  const run = await newRun();
  const attempt = await open(run);
  for (const step of [100, 200, 300, 400, 500])
    await attempt.checkpoint(checkpoint(step, Math.min(step, 200)));
  expect(await listCheckpoints(run)).toEqual([200, 400, 500]);
});

test('a checkpoint folder is there as a whole at every moment that one looks', async () => {
  const run = await newRun();
  const attempt = await open(run);
  const write = (async () => {
    for (let step = 1; step <= 30; step++) await attempt.checkpoint(checkpoint(step));
  })();
  const seen: number[] = [];
  while (seen.at(-1) !== 30) {
    const { checkpoint: found } = await newestCheckpoint(run);
    if (found !== null) seen.push(found.step);
  }
  await write;
  expect(existsSync(place(run, '30'))).toBe(true);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});
