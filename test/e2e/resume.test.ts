import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { totalSteps } from '../../server/distill/jobs.ts';
import type { Plan } from '../../server/distill/plan.ts';
import { uniforms } from '../../server/distill/random.ts';
import type { RunDirectory } from '../../server/runs/directory.ts';
import { readDisagreements } from '../../server/runs/disagreements.ts';
import { readEvents, readRows } from '../../server/runs/records.ts';
import { readPlan, readRun } from '../../server/runs/state.ts';
import { follow, start, type Ended } from './follow.ts';
import { demanding, queue } from './queue.ts';

/** All of a run's history that must not depend on how often it was interrupted. */
async function history(run: RunDirectory): Promise<Record<string, unknown>> {
  const checkpoints = join(run.path, 'checkpoints');
  const last = Math.max(...(await readdir(checkpoints)).map(Number).filter(Number.isFinite));
  const files = await readdir(join(checkpoints, String(last)));
  const hashes: Record<string, string> = {};
  for (const file of files.filter((name) => name.endsWith('.safetensors'))) {
    hashes[file] = createHash('sha256')
      .update(await readFile(join(checkpoints, String(last), file)))
      .digest('hex');
  }
  return {
    train: await readRows(run, 'train'),
    diagnostics: await readRows(run, 'diagnostics'),
    evaluation: await readRows(run, 'evaluation'),
    events: await readEvents(run),
    disagreements: await readDisagreements(run),
    last,
    hashes,
  };
}

type Change = (made: Plan) => Plan;

async function uninterrupted(change?: Change): Promise<Record<string, unknown>> {
  const run = await queue(demanding, change === undefined ? {} : { change });
  expect(await follow(start(run))).toMatchObject({ state: 'finished', failure: null });
  return history(run);
}

let expected: Record<string, unknown>;

beforeAll(async () => {
  expected = await uninterrupted();
});

describe('a run', () => {
  test('is the same bytes when it runs twice', async () => {
    expect(await uninterrupted()).toEqual(expected);
    expect(expected.train).toHaveLength(2 * (30 + 60 + 60));
    expect(expected.disagreements).not.toEqual([]);
  });

  test('that is stopped at any step and resumed is the run that would have been', async () => {
    const run = await queue(demanding);
    const steps = totalSteps(await readPlan(run));
    const seed = Math.floor(Math.random() * 1e9);
    const stops = [...uniforms({ seed, stage: 0, step: 0, site: 'stop' }, 4)]
      .map((u) => Math.floor(u * steps))
      .sort((a, b) => a - b);
    for (const stop of stops) {
      const worker = start(run);
      const ended = await follow(worker, (step) => {
        if (step >= stop) worker.stop();
      });
      if (ended.state === 'finished') break;
      expect(ended).toMatchObject({ state: 'stopped', failure: null });
      expect((await readRun(run)).state).toBe('stopped');
    }
    if ((await readRun(run)).state !== 'finished')
      expect(await follow(start(run))).toMatchObject({ state: 'finished' });
    expect(await history(run), `stops at ${stops.join(', ')}`).toEqual(expected);
  }, 120_000);

  test('that is killed at any step and resumed is the run that would have been', async () => {
    const run = await queue(demanding);
    const steps = totalSteps(await readPlan(run));
    const seed = Math.floor(Math.random() * 1e9);
    const kills = [...uniforms({ seed, stage: 0, step: 0, site: 'kill' }, 5)]
      .map((u) => Math.floor(u * steps))
      .sort((a, b) => a - b);
    for (const kill of kills) {
      const worker = start(run);
      const ended = await follow(worker, (step) => {
        if (step >= kill) worker.kill();
      });
      if (ended.state === 'finished') break;
      expect(ended.failure?.code).toBe('worker-died');
      const { state } = await readRun(run);
      // Killed between its end and saying so.
      if (state === 'finished') break;
      expect(state).toBe('interrupted');
    }
    if ((await readRun(run)).state !== 'finished')
      expect(await follow(start(run))).toMatchObject({ state: 'finished' });
    expect(await history(run), `kills at ${kills.join(', ')}`).toEqual(expected);
  }, 120_000);

  test('that is stopped in its middle on wasm and resumed is the run that would have been', async () => {
    const onWasm: Change = (made) => ({ ...made, backend: { name: 'wasm', threads: 1 } });
    const run = await queue(demanding, { change: onWasm });
    const middle = totalSteps(await readPlan(run)) / 2;
    const worker = start(run);
    const ended = await follow(worker, (step) => {
      if (step >= middle) worker.stop();
    });
    expect(ended.failure).toBeNull();
    if (ended.state !== 'finished') expect(await follow(start(run))).toMatchObject({ state: 'finished' });
    expect(await history(run)).toEqual(await uninterrupted(onWasm));
  }, 120_000);

  test('is refused to a second process while the first has it', async () => {
    const run = await queue(demanding.replace('length: 60 steps', 'length: 1000000 steps'));
    const first = start(run);
    const others: Promise<Ended>[] = [];
    const ended = await follow(first, () => {
      if (others.length > 0) return;
      others.push(follow(start(run)));
      void others[0]?.then(() => first.stop());
    });
    expect(ended.failure).toBeNull();
    expect((await others[0])?.failure?.code).toBe('run-locked');
  });
});
