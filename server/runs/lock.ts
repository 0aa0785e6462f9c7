import { hostname } from 'node:os';
import type { Lock } from '../protocol/run.ts';
import { isObject } from './json.ts';
import { bootId, startTimeOf } from './processes.ts';

/** `elsewhere`: held on another machine, where this one can't look; to be treated as alive. */
export type LockState = 'alive' | 'dead' | 'elsewhere';

/** The lock of this process. */
export const ownLock = (): Promise<Lock> => lockOf(process.pid);

/** The lock of a process of this machine. */
export const lockOf = async (pid: number): Promise<Lock> => ({
  host: hostname(),
  bootId: await bootId(),
  pid,
  startTime: (await startTimeOf(pid)) ?? '',
});

/** Whether the process that took a lock is still there. */
export async function lockState(lock: Lock): Promise<LockState> {
  if (lock.host !== hostname()) return 'elsewhere';
  if (differ(lock.bootId, await bootId())) return 'dead';
  const startTime = await startTimeOf(lock.pid);
  return startTime === null || differ(lock.startTime, startTime) ? 'dead' : 'alive';
}

/** What the system didn't say (an empty text) proves nothing. */
const differ = (a: string, b: string): boolean => a !== '' && b !== '' && a !== b;

export const isLock = (value: unknown): value is Lock =>
  isObject(value) &&
  typeof value.host === 'string' &&
  typeof value.bootId === 'string' &&
  Number.isSafeInteger(value.pid) &&
  Number(value.pid) > 0 &&
  typeof value.startTime === 'string';
