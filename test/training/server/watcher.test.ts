import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Watcher } from '../../../server/training/server/watcher.ts';
import { takeSlot } from '../../../server/training/slots.ts';

test('whoever was told that a run trains hears of its end, however soon it comes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'retort-watcher-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const worker = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await once(worker, 'spawn');
  const run = join(folder, 'run');
  const leave = await takeSlot(folder, run, worker.pid ?? 0);
  const told: string[] = [];
  const watcher = new Watcher(folder, (changed) => told.push(changed));
  onTestFinished(() => watcher.close());
  expect([...(await watcher.training())]).toEqual([run]);
  const before = told.length;
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  await leave();
  expect([...(await watcher.training())]).toEqual([]);
  expect(told.slice(before)).toEqual([run]);
});
