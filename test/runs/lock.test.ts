import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { lockState, ownLock } from '../../server/runs/lock.ts';
import { startTimeOf } from '../../server/runs/processes.ts';

test('this process holds its own lock', async () => {
  expect(await lockState(await ownLock())).toBe('alive');
});

test('a lock from before the machine was started again is dead', async () => {
  expect(await lockState({ ...(await ownLock()), bootId: 'another-boot' })).toBe('dead');
});

test('a lock whose process number was given to another process is dead', async () => {
  expect(await lockState({ ...(await ownLock()), startTime: '1' })).toBe('dead');
});

test('a lock of another machine can not be judged', async () => {
  expect(await lockState({ ...(await ownLock()), host: 'another-machine', pid: 1 })).toBe('elsewhere');
});

test('the lock of a killed process is dead', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log("up")']);
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  const lock = { ...(await ownLock()), pid, startTime: (await startTimeOf(pid)) ?? '' };
  expect(await lockState(lock)).toBe('alive');
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(await lockState(lock)).toBe('dead');
});

test('what the system does not say proves nothing', async () => {
  expect(await lockState({ ...(await ownLock()), bootId: '', startTime: '' })).toBe('alive');
});
