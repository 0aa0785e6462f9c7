import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lock } from '../protocol/run.ts';
import { replaceFile } from '../runs/durable.ts';
import { formatJson, isObject, readObject } from '../runs/json.ts';
import { isLock, lockOf, lockState } from '../runs/lock.ts';

/**
 * Which runs train on this machine now, whoever started them: a file each in the run-time folder, with the lock of its
 * worker. Servers start runs only while there are fewer than the machine's slots.
 */
export interface Slot {
  readonly run: string;
  readonly lock: Lock;
}

export const slotsFolder = (folder: string): string => join(folder, 'slots');

/** Takes a slot for a worker. Resolves to what gives it back. */
export async function takeSlot(folder: string, run: string, pid: number): Promise<() => Promise<void>> {
  const path = join(slotsFolder(folder), `${pid}.json`);
  await mkdir(slotsFolder(folder), { recursive: true, mode: 0o700 });
  await replaceFile(path, formatJson({ run, lock: await lockOf(pid) } satisfies Slot));
  return () => rm(path, { force: true });
}

/** Slots of workers that live. Files of dead ones are removed. */
export async function liveSlots(folder: string): Promise<readonly Slot[]> {
  const names = await readdir(slotsFolder(folder)).catch(() => []);
  const slots = await Promise.all(
    names
      .filter((name) => /^\d+\.json$/.test(name))
      .map(async (name) => {
        const path = join(slotsFolder(folder), name);
        const content: unknown = await readObject(path);
        if (!isSlot(content)) return [];
        if ((await lockState(content.lock)) !== 'dead') return [content];
        await rm(path, { force: true });
        return [];
      }),
  );
  return slots.flat();
}

const isSlot = (value: unknown): value is Slot =>
  isObject(value) && typeof value.run === 'string' && isLock(value.lock);
