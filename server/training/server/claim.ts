import { randomUUID } from 'node:crypto';
import { link, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { replaceFile, writeDurably } from '../../runs/durable.ts';
import { formatJson, readObject } from '../../runs/json.ts';
import { isLock, lockState, ownLock } from '../../runs/lock.ts';

/** The right to be the one server of a run-time folder. */
export interface Claim {
  /** Lets another server be it. */
  release(): Promise<void>;
}

const claimName = /^claim-(\d+)$/;

/**
 * Claims the folder, or returns null when another server lives or is quicker. Claims are numbered and the newest counts:
 * whoever makes the next number after seeing the newest dead or released has it, and of several that try exactly one
 * can make it. The newest is never removed, or a number could be made twice.
 */
export async function claimFolder(folder: string): Promise<Claim | null> {
  const newest = Math.max(0, ...(await claims(folder)));
  if (newest > 0 && (await isHeld(join(folder, `claim-${newest}`)))) return null;
  const own = newest + 1;
  const path = join(folder, `claim-${own}`);
  const beside = join(folder, `.claim-${randomUUID()}`);
  try {
    await writeDurably(beside, formatJson({ lock: await ownLock() }));
    await link(beside, path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null;
    throw error;
  } finally {
    await rm(beside, { force: true });
  }
  const after = await claims(folder);
  // The number was made, released and removed by others while this process was looking.
  if (Math.max(...after) > own) {
    await rm(path, { force: true });
    return null;
  }
  for (const older of after) if (older < own) await rm(join(folder, `claim-${older}`), { force: true });
  return { release: () => replaceFile(path, formatJson({ released: true })) };
}

const claims = async (folder: string): Promise<readonly number[]> =>
  (await readdir(folder)).flatMap((name) => {
    const number = claimName.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });

async function isHeld(path: string): Promise<boolean> {
  const lock = (await readObject(path))?.lock;
  // The folder is this machine's own, whatever the machine was called when the claim was made.
  return isLock(lock) && (await lockState({ ...lock, host: hostname() })) !== 'dead';
}
