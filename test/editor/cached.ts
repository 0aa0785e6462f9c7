import { mkdir, open, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { until } from './until.ts';

/** Something large that is made once per checkout. */
export interface Cached {
  readonly folder: string;
  /** What it is made from; another text makes it anew. */
  readonly version: string;
  readonly make: (folder: string) => Promise<void>;
  /** Rejects when what lies there is broken. */
  readonly prove: (folder: string) => Promise<void>;
}

/**
 * Makes the folder unless it is there, complete and working: what is half done or broken is made again. Two processes
 * that want it at once wait for each other. Rejects with what `make` or the proof of its work says.
 */
export async function cached({ folder, version, make, prove }: Cached): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const unlock = await lock(`${folder}.lock`);
  try {
    const stamp = join(folder, 'stamp');
    const isWhole = (await readFile(stamp, 'utf8').catch(() => '')) === version;
    if (isWhole && (await prove(folder).then(() => true, () => false))) return; // prettier-ignore
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await make(folder);
    await prove(folder);
    await writeFile(stamp, version);
  } finally {
    await unlock();
  }
}

/** Waits for the lock; one whose process has ended is nobody's. */
async function lock(path: string): Promise<() => Promise<void>> {
  await until(`the lock ${path}`, () => taken(path), { timeoutMs: 300_000 });
  return () => unlink(path);
}

async function taken(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const owner = Number(await readFile(path, 'utf8').catch(() => ''));
  if (owner > 0 && !isAlive(owner)) await unlink(path).catch(() => undefined);
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
