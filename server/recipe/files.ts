import { open, readdir, stat } from 'node:fs/promises';
import { RetortError } from '../protocol/failure.ts';
import type { Files } from '../distill/ports.ts';
import { say } from '../text/say.ts';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

/** The error for a file that could not be read. */
export function unreadable(path: string, error: unknown): RetortError {
  if (error instanceof RetortError) return error;
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new RetortError(
        {
          code: 'missing-file',
          message: say`${path} does not exist.`,
          where: path,
          next: say`Check the path; a path inside a recipe is relative to the recipe's folder.`,
        },
        { cause: error },
      )
    : new RetortError(
        {
          code: 'unreadable-file',
          message: say`${path} can't be read (${code}).`,
          where: path,
          next: say`Check that it is a readable file of this user.`,
        },
        { cause: error },
      );
}

/** Opening a pipe would wait for a writer, for ever; a device may never end. */
async function refuseSpecial(path: string): Promise<void> {
  const entry = await stat(path);
  if (entry.isFile() || entry.isDirectory()) return;
  throw new RetortError({
    code: 'unreadable-file',
    message: say`${path} is a pipe, socket or device; expected a file.`,
    where: path,
    next: say`Write the content to a file, and name that.`,
  });
}

/** The file system, read-only. */
export const nodeFiles: Files = {
  async stat(path) {
    try {
      const entry = await stat(path);
      return { kind: entry.isDirectory() ? 'folder' : 'file', bytes: entry.size };
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return null;
      throw unreadable(path, error);
    }
  },

  async list(path) {
    try {
      return (await readdir(path)).sort((a, b) => (a < b ? -1 : 1));
    } catch (error) {
      throw unreadable(path, error);
    }
  },

  async read(path, range) {
    try {
      await refuseSpecial(path);
      const handle = await open(path, 'r');
      try {
        const offset = range?.offset ?? 0;
        const length = range?.length ?? (await handle.stat()).size;
        const bytes = new Uint8Array(length);
        let filled = 0;
        while (filled < length) {
          const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        return bytes.subarray(0, filled);
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw unreadable(path, error);
    }
  },
};
