import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { FilePlan } from '../distill/plan.ts';
import { unreadable } from './files.ts';

interface Known {
  readonly bytes: number;
  readonly mtimeMs: number;
  readonly inode: number;
  readonly sha256: string;
}

/** Hashes of files by path, valid while size, time and inode stay. Bounded: the oldest leave first. */
const known = new Map<string, Known>();
const knownAtMost = 200_000;

/** Size and SHA-256 of a file, from memory when it hasn't changed. Throws `missing-file` or `unreadable-file`. */
export async function hashFile(path: string): Promise<FilePlan> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    const before = remembered(path, { size, mtimeMs, ino });
    if (before !== null) return { path, bytes: size, sha256: before };
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    const sha256 = hash.digest('hex');
    known.delete(path);
    known.set(path, { bytes: size, mtimeMs, inode: ino, sha256 });
    for (const oldest of known.keys()) {
      if (known.size <= knownAtMost) break;
      known.delete(oldest);
    }
    return { path, bytes: size, sha256 };
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** The hash of a file that was hashed before and hasn't changed since; null for any other. */
export async function knownHash(path: string): Promise<string | null> {
  const entry = await stat(path).catch(() => null);
  return entry === null ? null : remembered(path, entry);
}

function remembered(
  path: string,
  { size, mtimeMs, ino }: Pick<Stats, 'size' | 'mtimeMs' | 'ino'>,
): string | null {
  const before = known.get(path);
  const same = before?.bytes === size && before.mtimeMs === mtimeMs && before.inode === ino;
  return same ? before.sha256 : null;
}

const hashedAtOnce = 16;

/** Hashes of many files, a few at a time, in their order. */
export async function hashFiles(paths: readonly string[], hash = hashFile): Promise<readonly FilePlan[]> {
  const plans: FilePlan[] = [];
  for (let from = 0; from < paths.length; from += hashedAtOnce) {
    plans.push(...(await Promise.all(paths.slice(from, from + hashedAtOnce).map((path) => hash(path)))));
  }
  return plans;
}

/** SHA-256 of a text or of JSON, lower-case hexadecimal. */
export const hashText = (text: string): string => createHash('sha256').update(text).digest('hex');
