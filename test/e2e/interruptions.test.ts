import { readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Lock, RunFile } from '../../server/protocol/run.ts';
import { bootId, startTimeOf } from '../../server/runs/processes.ts';
import { expectRefused } from './refusal.ts';
import { endless, filesIn, workspace, type Workspace } from './workspace.ts';

const posix = test.skipIf(process.platform === 'win32');

/** A run that was stopped in its second stage. */
async function stopped(): Promise<Workspace> {
  const it = await workspace(endless);
  const run = it.begin('run', 'small.distill.yaml');
  await run.until('distil, student, loss');
  run.signal('SIGTERM');
  expect((await run.ended).code).toBe(4);
  return it;
}

/** Resumes the newest run and stops it again once it trains. */
async function expectResumed({ begin }: Workspace, ...options: string[]): Promise<void> {
  const run = begin('resume', 'last', ...options);
  await run.until(', loss');
  run.signal('SIGTERM');
  expect((await run.ended).code).toBe(4);
}

const runFile = async (it: Workspace): Promise<RunFile> =>
  JSON.parse(await readFile(join(await it.run(), 'run.json'), 'utf8')) as RunFile;

/** Asks until the newest run is in that state. */
async function becomes(state: string, { say }: Workspace): Promise<void> {
  while (!(await say('runs')).stdout.includes(` ${state} `));
}

posix.each([
  ['Ctrl-C', 'SIGINT'],
  ['the end of the machine', 'SIGTERM'],
  ['a terminal that is closed', 'SIGHUP'],
] as const)('%s stops a run with a checkpoint, also while its worker is still loading', async (_, signal) => {
  const it = await workspace(endless);
  const run = it.begin('run', 'small.distill.yaml');
  await run.until('Run ');
  run.signalGroup(signal);
  const { code, stderr } = await run.ended;
  expect(stderr).toMatch(/Stopped\. `retort resume .*` goes on\./);
  expect(code).toBe(4);
  expect((await it.say('runs')).stdout).toMatch(/ stopped /);
  expect(await readdir(join(await it.run(), 'checkpoints'))).not.toEqual([]);
});

posix('a second Ctrl-C ends a run at once, and it goes on from its last checkpoint', async () => {
  // Weights of 4 MB and as much again twice: most of the time a checkpoint is being written.
  const it = await workspace(endless.replace('hidden: [8]', 'hidden: [1000, 1000]'));
  const run = it.begin('run', 'small.distill.yaml');
  await run.until('distil, student, loss');
  // A worker that is held can't be done with the first Ctrl-C before the second comes.
  process.kill((await runFile(it)).lock?.pid ?? Number.NaN, 'SIGSTOP');
  run.signalGroup('SIGINT');
  await run.until('Ctrl-C now ends it at once');
  run.signalGroup('SIGINT');
  const { code, stderr } = await run.ended;
  expect(stderr).toContain('Ended at once; the work since the last checkpoint is lost.');
  expect(code).toBe(130);
  expect((await it.say('runs')).stdout).toMatch(/ interrupted /);
  await expectResumed(it);
  expect((await filesIn(await it.run())).filter((file) => /(^|\/)\./.test(file))).toEqual([]);
});

posix('a run whose terminal program is killed stops with a checkpoint', async () => {
  const it = await workspace(endless);
  const run = it.begin('run', 'small.distill.yaml');
  await run.until('distil, student, loss');
  run.signalGroup('SIGKILL');
  await run.ended;
  await becomes('stopped', it);
});

test('the report of a run that was stopped says how far it is', async () => {
  const it = await stopped();
  const { code, stdout } = await it.say('report', 'last');
  expect(stdout).toMatch(/^The run is stopped at step \d+ of 2000006: this is what is known so far\.$/m);
  expect(code).toBe(0);
});

test('of two processes that resume a run at the same moment one is refused', async () => {
  const it = await stopped();
  const both = [it.begin('resume', 'last'), it.begin('resume', 'last')] as const;
  const first = await Promise.race(
    both.map(({ ended }, index) => ended.then((spoken) => ({ spoken, index }))),
  );
  expectRefused(first.spoken, { exit: 5, code: 'run-locked', where: await it.run(), next: 'retort stop' });
  const other = both[1 - first.index];
  await other?.until('distil, student, loss');
  other?.signal('SIGINT');
  expect((await other?.ended)?.code).toBe(4);
  expect(await readdir(join(await it.run(), 'attempts'))).toEqual(['0001', '0002']);
});

/** Rewrites run.json as a process would have left it that held the run. */
async function hold(it: Workspace, lock: Partial<Lock>): Promise<void> {
  const path = join(await it.run(), 'run.json');
  const own = {
    host: hostname(),
    bootId: await bootId(),
    pid: process.pid,
    startTime: (await startTimeOf(process.pid)) ?? '',
  };
  const file = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...file, state: 'running', lock: { ...own, ...lock } }));
}

test.each([
  ['another boot', { bootId: '00000000-0000-4000-8000-000000000000' }],
  ['a process whose number another has now', { startTime: '1' }],
])('the lock of %s is dead: the run is interrupted, and goes on', async (_, lock) => {
  const it = await stopped();
  await hold(it, lock);
  expect((await it.say('runs')).stdout).toMatch(/ interrupted /);
  await expectResumed(it);
});

test('the lock of another machine holds until somebody is sure', async () => {
  const it = await stopped();
  await hold(it, { host: 'another-machine' });
  expectRefused(await it.say('resume', 'last'), {
    exit: 5,
    code: 'run-locked',
    where: 'another-machine',
    next: 'resume with --take-over',
  });
  await expectResumed(it, '--take-over');
});

test('a wish to stop that came too late does not stop the next attempt', async () => {
  const it = await stopped();
  const { progress } = await runFile(it);
  await writeFile(join(await it.run(), 'stop'), '');
  const run = it.begin('resume', 'last');
  const isStopped = run.ended.then(() => true);
  // It would have ended with the first step that looks for a wish.
  while ((await runFile(it)).progress.step < progress.step + 20)
    expect(await Promise.race([isStopped, after(20, false)])).toBe(false);
  expect(await readdir(await it.run())).not.toContain('stop');
  run.signal('SIGTERM');
  expect((await run.ended).code).toBe(4);
});
