import { hashFiles, hashText, knownHash } from '../../recipe/hashing.ts';

/** Larger files are hashed when somebody asks for one of them. */
export const hashedAtMost = 64 * 2 ** 20;

/** SHA-256 of a model's weights: of its file; where there are several, of their hashes in order. Null for none. */
export async function weightsHash(files: readonly string[]): Promise<string | null> {
  return combined((await hashFiles(files)).map(({ sha256 }) => sha256));
}

/** The same, of files that were hashed before. */
export async function knownWeightsHash(files: readonly string[]): Promise<string | null> {
  const hashes = await Promise.all(files.map(knownHash));
  const known = hashes.filter((hash) => hash !== null);
  return known.length === hashes.length ? combined(known) : null;
}

function combined(hashes: readonly string[]): string | null {
  const [first, ...others] = hashes;
  if (first === undefined) return null;
  return others.length === 0 ? first : hashText(hashes.join('\n'));
}
