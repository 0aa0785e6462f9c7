import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tables } from '../../server/distill/tables.ts';
import type { RunFile } from '../../server/protocol/run.ts';
import { claimAttempt, settleAttempts } from '../../server/runs/attempts.ts';
import type { RunDirectory } from '../../server/runs/directory.ts';
import { ownLock } from '../../server/runs/lock.ts';
import { readRunFile } from '../../server/runs/run-file.ts';
import { readRun } from '../../server/runs/state.ts';
import { openAttempt } from '../../server/runs/writer.ts';
import { examplePlan } from './example-plan.ts';
import { nextLine, recorderProgram } from './recorder.ts';
import { newRun, noon, open } from './workspace.ts';

/** Writes `run.json` as a process of another time or place would have left it. */
async function leave(run: RunDirectory, change: Partial<RunFile>): Promise<void> {
  writeFileSync(join(run.path, 'run.json'), JSON.stringify({ ...(await readRunFile(run)), ...change }));
}

test('of processes that start on a run at the same time exactly one gets it', async () => {
  const start = await recorderProgram();
  const run = await newRun();
  const recorders = Array.from({ length: 5 }, () => start(run));
  const answers = await Promise.all(recorders.map(nextLine));
  expect(answers.toSorted()).toEqual(['holds', 'run-locked', 'run-locked', 'run-locked', 'run-locked']);
  expect(readdirSync(join(run.path, 'attempts'))).toEqual(['0001']);
});

test('of openings in one process exactly one gets the run', async () => {
  const run = await newRun();
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => open(run)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'run-locked' });
  }
});

test('who loses an attempt while the winner clears up has lost, and nothing else', async () => {
  const columns = tables(examplePlan);
  for (let round = 1; round <= 20; round++) {
    const run = await newRun();
    await claimAttempt(run, 1, null, columns);
    const claiming = new AbortController();
    const clearUp = (async () => {
      while (!claiming.signal.aborted) await settleAttempts(run);
    })();
    const claims = Array.from({ length: 8 }, () => claimAttempt(run, 1, null, columns));
    expect((await Promise.all(claims)).filter((claim) => claim !== null)).toEqual([]);
    claiming.abort();
    await clearUp;
    expect(readdirSync(join(run.path, 'attempts'))).toEqual(['0001']);
  }
});

test('a run that is being worked on says by whom', async () => {
  const run = await newRun();
  await open(run);
  expect(await readRun(run)).toMatchObject({ state: 'running', holder: { pid: process.pid } });
  await expect(open(run)).rejects.toMatchObject({
    code: 'run-locked',
    message: `Process ${process.pid} is working on run ${run.id}.`,
  });
});

test('a run is free again when it is closed', async () => {
  const run = await newRun();
  await (await open(run)).close('stopped');
  expect(await readRun(run)).toMatchObject({ state: 'stopped', holder: null, file: { lock: null } });
  expect((await open(run)).number).toBe(2);
});

test('a finished run is not taken up again', async () => {
  const run = await newRun();
  await (await open(run)).close('finished');
  await expect(open(run)).rejects.toMatchObject({ code: 'run-finished' });
});

test('a failed run says why and can be taken up again', async () => {
  const run = await newRun();
  const failure = {
    code: 'diverged',
    message: 'The loss is NaN.',
    next: 'Lower the rate.',
    where: 'distil/kd',
  };
  await (await open(run)).close('failed', failure);
  expect(await readRun(run)).toMatchObject({ state: 'failed', file: { failure } });
  expect((await open(run)).number).toBe(2);
});

test('a run whose process was killed reads as interrupted and can be taken up', async () => {
  const start = await recorderProgram();
  const run = await newRun();
  const recorder = start(run);
  expect(await nextLine(recorder)).toBe('holds');
  expect((await readRun(run)).state).toBe('running');
  recorder.process.kill('SIGKILL');
  await recorder.ended;
  expect(await readRun(run)).toMatchObject({ state: 'interrupted', holder: null });
  expect((await open(run)).number).toBe(2);
});

test('a run whose lock is from before the machine was started again can be taken up', async () => {
  const run = await newRun();
  await leave(run, { state: 'running', lock: { ...(await ownLock()), bootId: 'another-boot' } });
  expect((await readRun(run)).state).toBe('interrupted');
  expect((await open(run)).number).toBe(1);
});

test('a run that another machine holds is left to it, unless one takes it over', async () => {
  const run = await newRun();
  const lock = { ...(await ownLock()), host: 'tower', pid: 77 };
  await leave(run, { state: 'running', lock });
  expect(await readRun(run)).toMatchObject({ state: 'running', holder: { host: 'tower', pid: 77 } });
  await expect(open(run)).rejects.toMatchObject({ code: 'run-locked', message: /Process 77 on tower/ });
  const attempt = await openAttempt(run, { plan: examplePlan, now: () => noon, takeOver: true });
  expect(attempt.number).toBe(1);
});

test('a process that was killed between claiming an attempt and saying so leaves an interrupted run', async () => {
  const run = await newRun();
  await open(run);
  const claimed = join(run.path, 'attempts', '0001', 'attempt.json');
  const attempt: unknown = JSON.parse(readFileSync(claimed, 'utf8'));
  writeFileSync(
    claimed,
    JSON.stringify({ ...Object(attempt), lock: { ...(await ownLock()), startTime: '1' } }),
  );
  await leave(run, { state: 'queued', attempt: 0, lock: null });
  expect((await readRun(run)).state).toBe('interrupted');
  expect((await open(run)).number).toBe(2);
});

test('stopping is said while it goes on', async () => {
  const run = await newRun();
  const attempt = await open(run);
  await attempt.stopping();
  expect((await readRun(run)).state).toBe('stopping');
});

test('progress reaches run.json with the next flush', async () => {
  const run = await newRun();
  const attempt = await open(run);
  const progress = { step: 5, steps: 6200, activity: 'seed 1, teach, student' };
  attempt.progress(progress, 0.5);
  await attempt.flush();
  expect((await readRun(run)).file).toMatchObject({ progress, attempt: 1, updatedAt: noon.toISOString() });
});

test('replacing run.json again and again never lets a reader see a part of it', async () => {
  const run = await newRun();
  const attempt = await open(run);
  const write = (async () => {
    for (let step = 1; step <= 200; step++) {
      attempt.progress({ step, steps: 200, activity: 'x'.repeat(step * 10) }, null);
      await attempt.flush();
    }
  })();
  const seen: number[] = [];
  while (seen.at(-1) !== 200) seen.push((await readRun(run)).file.progress.step);
  await write;
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

test('the log keeps a line with its time at once', async () => {
  const run = await newRun();
  const attempt = await open(run);
  attempt.log('hello\n');
  expect(readFileSync(join(attempt.path, 'worker.log'), 'utf8')).toBe(
    `${noon.toISOString()} attempt 1 starts from the beginning\n${noon.toISOString()} hello\n`,
  );
});
