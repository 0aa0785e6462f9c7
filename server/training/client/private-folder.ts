import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { RetortError } from '../../protocol/failure.ts';
import { say } from '../../text/say.ts';

/**
 * The user's private run-time folder: where the training server keeps its address, secret, queue, slots and log. Never
 * in a workspace: paths of sockets are short, and a workspace may be anybody's.
 */
export function runtimeFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.RETORT_RUNTIME_FOLDER !== undefined && env.RETORT_RUNTIME_FOLDER !== '')
    return resolve(env.RETORT_RUNTIME_FOLDER);
  if (env.XDG_RUNTIME_DIR !== undefined && env.XDG_RUNTIME_DIR !== '')
    return join(env.XDG_RUNTIME_DIR, 'retort');
  const { uid, username } = userInfo();
  return join(tmpdir(), `retort-${uid < 0 ? username : uid}`);
}

/**
 * Makes the folder where there is none, and makes sure that nobody else can write or read in it: whoever can would be
 * handed the secret. Throws RetortError `unsafe-folder`.
 */
export async function openPrivateFolder(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      throw unsafe(path, say`can't be made`, error);
  }
  const entry = await lstat(path);
  if (!entry.isDirectory()) throw unsafe(path, say`is a link or a file`);
  // Windows has neither: a folder in the user's profile is the user's.
  const uid = process.getuid?.();
  if (uid === undefined) return;
  if (entry.uid !== uid) throw unsafe(path, say`belongs to another user`);
  if ((entry.mode & 0o077) !== 0) throw unsafe(path, say`is open to other users`);
}

const unsafe = (path: string, what: string, cause?: unknown): RetortError =>
  new RetortError(
    {
      code: 'unsafe-folder',
      message: say`The training server's folder ${path} ${what}; expected a folder of this user alone (mode 700).`,
      where: path,
      next: say`Remove it, or name another folder in the environment variable RETORT_RUNTIME_FOLDER.`,
    },
    { cause },
  );
