import { RetortError } from '../protocol/failure.ts';
import { say } from '../text/say.ts';

/** The system's code of an error (`ENOSPC`), or null when it has none. */
export const systemCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

const missing = new Set(['ENOENT', 'ENOTDIR']);

/** True when the error says that there is no such file or folder. */
export const isMissing = (error: unknown): boolean => missing.has(systemCode(error) ?? '');

/**
 * What to tell people when writing to `path` failed: `disk-full`, `read-only`, `not-a-folder` or `write-failed`.
 * Errors that don't come from the system are bugs (or RetortErrors already) and returned as they are.
 */
export function diskFailure(error: unknown, path: string): unknown {
  const code = systemCode(error);
  if (code === null || error instanceof RetortError) return error;
  const failure = (name: string, message: string, next: string): RetortError =>
    new RetortError({ code: name, message, next, where: path }, { cause: error });
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return failure(
        'disk-full',
        say`No space is left to write ${path} (${code}).`,
        say`Free some space and try again; a run that is resumed goes on from its last checkpoint.`,
      );
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return failure(
        'read-only',
        say`${path} can't be written (${code}).`,
        say`Make the folder writable for this user, or run in a folder that is.`,
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return failure(
        'not-a-folder',
        say`${path} can't be made: a file is in the way (${code}).`,
        say`Move the file away, or run in another folder.`,
      );
    default:
      return failure(
        'write-failed',
        say`${path} can't be written (${code}).`,
        say`Check the disk and try again; a run that is resumed goes on from its last checkpoint.`,
      );
  }
}

/** Runs `write` and turns what the system throws into a RetortError about `path`. */
export async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw diskFailure(error, path);
  }
}
