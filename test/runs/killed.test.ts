import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tables } from '../../server/distill/tables.ts';
import type { RunDirectory } from '../../server/runs/directory.ts';
import { readDisagreements } from '../../server/runs/disagreements.ts';
import { readEvents, readRows } from '../../server/runs/records.ts';
import { splice } from '../../server/runs/splice.ts';
import { readRun } from '../../server/runs/state.ts';
import { examplePlan } from './example-plan.ts';
import { nextLine, type Recorder, recorderProgram } from './recorder.ts';
import { row } from './rows.ts';
import { newRun, temporaryFolder } from './workspace.ts';

const kills = 5;
/** More than any process gets to before it is killed. */
const never = 1_000_000;
const columns = tables(examplePlan);

/** Kills a process, as nothing can be caught, right after it printed a step. */
async function killAt(recorder: Recorder, step: number): Promise<void> {
  for await (const line of recorder.lines) if (Number(line) >= step) break;
  recorder.process.kill('SIGKILL');
  await recorder.ended;
}

/** The bytes of a run's history as a whole: what splicing leaves of each attempt's file. */
async function bytesOf(run: RunDirectory, table: 'train' | 'diagnostics'): Promise<Buffer> {
  const segments = await splice(run);
  return Buffer.concat(
    segments.map(({ folder, limit }) => {
      const bytes = readFileSync(join(folder, `${table}.tbl`));
      const rowBytes = columns[table].length * 8;
      const rows = Math.min(limit[table], Math.floor(bytes.length / rowBytes));
      return bytes.subarray(0, rows * rowBytes);
    }),
  );
}

test('a run that is killed at random again and again reads at each moment as its rows up to there, and at last as if it had never been killed', async () => {
  const start = await recorderProgram();
  const workspace = temporaryFolder();
  const run = await newRun(workspace, 'aaaa');
  let from = 0;
  for (let attempt = 1; attempt <= kills; attempt++) {
    const recorder = start(run, never);
    expect(await nextLine(recorder)).toBe('holds');
    await killAt(recorder, from + 1 + Math.floor(Math.random() * 120));
    expect((await readRun(run)).state).toBe('interrupted');

    const rows = await readRows(run, 'train');
    const names = columns.train.map(({ name }) => name);
    expect(rows.map((each) => names.map((name) => each[name]))).toEqual(
      rows.map((_, index) => row('train', index + 1)),
    );
    for (const event of [...(await readEvents(run)), ...(await readDisagreements(run))])
      expect(event.step).toBeLessThanOrEqual(rows.length);
    expect(
      statSync(join(run.path, 'attempts', String(attempt).padStart(4, '0'), 'attempt.json')).isFile(),
    ).toBe(true);
    from = Math.floor(rows.length / 50) * 50;
  }
  const steps = from + 100;
  await start(run, steps).ended;

  const whole = await newRun(workspace, 'bbbb');
  await start(whole, steps).ended;
  expect((await readRun(run)).state).toBe('finished');
  expect(await readEvents(run)).toEqual(await readEvents(whole));
  expect(await readDisagreements(run)).toEqual(await readDisagreements(whole));
  expect((await readDisagreements(run)).map(({ step }) => step)).toEqual(
    Array.from({ length: Math.floor(steps / 11) }, (_, index) => 11 * (index + 1)),
  );
  for (const table of ['train', 'diagnostics'] as const) {
    expect((await bytesOf(run, table)).equals(await bytesOf(whole, table))).toBe(true);
  }
  expect(await readRows(run, 'measured')).toHaveLength(steps);
});
