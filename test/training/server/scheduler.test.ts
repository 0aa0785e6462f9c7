import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { plannedRun } from '../../../server/training/server/planned-run.ts';
import { Scheduler } from '../../../server/training/server/scheduler.ts';
import { slotsFolder } from '../../../server/training/slots.ts';
import { workspace } from '../../e2e/workspace.ts';
import { program } from '../../program.ts';

test('is busy from when a run is added until it has ended', async () => {
  const { folder } = await workspace();
  const runtime = await mkdtemp(join(tmpdir(), 'retort-scheduler-'));
  onTestFinished(() => rm(runtime, { recursive: true, force: true, maxRetries: 10 }));
  await mkdir(slotsFolder(runtime));
  const asked = { recipe: join(folder, 'small.distill.yaml'), anyway: false };
  const { path: run } = await plannedRun(folder, asked, new AbortController().signal);
  let rest: () => void = () => undefined;
  const rested = new Promise<void>((resolve) => (rest = resolve));
  const scheduler = new Scheduler({
    folder: runtime,
    log: () => undefined,
    changed: () => undefined,
    busyChanged: () => {
      if (!scheduler.busy) rest();
    },
    worker: program('worker'),
  });
  await scheduler.add(run, { takeOver: false, anyway: false });
  while (scheduler.work(run) === null) {
    expect(scheduler.busy).toBe(true);
    await setImmediate();
  }
  await rested;
});
