import { join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The path of a `file:` URI, else null. */
export function pathOfUri(uri: string): string | null {
  try {
    return fileURLToPath(uri);
  } catch {
    return null;
  }
}

/** Where a document is, or would be: one that is not on a disk is thought of in the first open folder. */
export const placeOfDocument = (uri: string, folders: readonly string[]): string =>
  pathOfUri(uri) ?? join(resolve(folders[0] ?? '.'), 'untitled.distill.yaml');

/** The copy of a recipe that a run keeps is a record: its paths mean something where it came from only. */
export const isRecord = (path: string): boolean => path.includes(`${sep}.retort${sep}`);
