import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isMissing, systemCode, writing } from './disk-failure.ts';

/**
 * Makes a folder and those above it, where they are not there. Node's own `recursive` says ENOENT on a read-only disk,
 * which would send people looking for a missing folder.
 */
export async function makeFolder(path: string): Promise<void> {
  await writing(path, () => make(path));
}

async function make(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (systemCode(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (!isMissing(error) || dirname(path) === path) throw error;
    await make(dirname(path));
    // Some file systems (procfs) say ENOENT whatever is above: tried once more, not for ever.
    await mkdir(path);
  }
}

/** Writes a new file and waits until it is on the disk. */
export async function writeDurably(path: string, content: string | Uint8Array, mode = 0o666): Promise<void> {
  await writing(path, async () => {
    const handle = await open(path, 'w', mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}

/** Makes renames and new names in a folder durable. Windows has no such call and needs none. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await writing(path, async () => {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}

/**
 * Replaces a file as a whole: written beside, synced, renamed. Readers see the old or the new content, never a part;
 * on a failure the old content stays and nothing is left beside it.
 */
export async function replaceFile(path: string, content: string | Uint8Array, mode = 0o666): Promise<void> {
  const folder = dirname(path);
  const beside = join(folder, `.${basename(path)}.${process.pid}`);
  try {
    await writeDurably(beside, content, mode);
    await writing(path, () => rename(beside, path));
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncFolder(folder);
}
