import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../runs/durable.ts';

/** Negative where version `a` is older than `b`, 0 where they are alike; what follows the three numbers doesn't count. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (const [index, value] of left.entries()) {
    const difference = value - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const numbers = (version: string): readonly number[] => {
  const parts = version.split(/[.+-]/, 3).map(Number);
  return [0, 1, 2].map((index) => (Number.isFinite(parts[index]) ? (parts[index] ?? 0) : 0));
};

const newerFile = (folder: string): string => join(folder, 'newer');

/** For so long older servers leave the place to a newer one that was announced. */
const awaitedMs = 15_000;

/** Says that a server of this version is on its way. */
export const announceNewer = (folder: string, version: string): Promise<void> =>
  replaceFile(newerFile(folder), version);

/**
 * Whether a newer server than `version` is on its way. Clients of the old version, whose server has just made room, start
 * theirs again: the two would take turns.
 */
export async function isNewerAwaited(folder: string, version: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(newerFile(folder));
    const newer = await readFile(newerFile(folder), 'utf8');
    return Math.abs(Date.now() - mtimeMs) < awaitedMs && compareVersions(newer, version) > 0;
  } catch {
    return false;
  }
}
