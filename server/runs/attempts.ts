import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RetortError } from '../protocol/failure.ts';
import type { AttemptFile, Lock, RunFile, Tables } from '../protocol/run.ts';
import type { RunDirectory } from './directory.ts';
import { isMissing, writing } from './disk-failure.ts';
import { makeFolder, syncFolder, writeDurably } from './durable.ts';
import { formatJson, isObject, readObject } from './json.ts';
import { isLock, lockState, ownLock } from './lock.ts';
import { say } from '../text/say.ts';

/** Beginning of the name of an attempt's folder while it is made. */
const claiming = '.claim-';

const attemptsFolder = (run: RunDirectory): string => join(run.path, 'attempts');

export const attemptFolder = (run: RunDirectory, attempt: number): string =>
  join(attemptsFolder(run), String(attempt).padStart(4, '0'));

/** Numbers of the attempts that there are, ascending. */
export async function listAttempts(run: RunDirectory): Promise<readonly number[]> {
  const names = await readdir(attemptsFolder(run)).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return names
    .filter((name) => /^\d{4,}$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

/** Where an attempt took over, or null when that can't be read. */
export async function readAttempt(run: RunDirectory, attempt: number): Promise<AttemptFile | null> {
  const content: unknown = await readObject(join(attemptFolder(run, attempt), 'attempt.json'));
  return isAttemptFile(content) ? content : null;
}

/**
 * Makes the next attempt's folder, with `attempt.json` and `tables.json` in it, in one rename: of several processes
 * that try at the same time exactly one wins. Returns null for the others, who have to look again.
 */
export async function claimAttempt(
  run: RunDirectory,
  attempt: number,
  from: AttemptFile['from'],
  tables: Tables,
): Promise<AttemptFile | null> {
  const lock = await ownLock();
  const file: AttemptFile = { attempt, from, lock };
  const folder = attemptFolder(run, attempt);
  const beside = join(attemptsFolder(run), `${claiming}${randomUUID()}`);
  try {
    await makeFolder(beside);
    await writeDurably(join(beside, 'attempt.json'), formatJson(file));
    await writeDurably(join(beside, 'tables.json'), formatJson(tables));
    await syncFolder(beside);
    // A folder can't be renamed onto one that isn't empty.
    await writing(folder, () => rename(beside, folder));
  } catch (error) {
    // Whoever has won clears the folders of those who were still writing theirs.
    if ((await listAttempts(run)).includes(attempt)) return null;
    throw error;
  } finally {
    await removeFolder(beside);
  }
  await syncFolder(attemptsFolder(run));
  return file;
}

/** Removes a folder that someone else may still be writing to, or removing. */
const removeFolder = (path: string): Promise<void> =>
  rm(path, { recursive: true, force: true, maxRetries: 5 });

/** Clears what killed processes left half-made beside attempts and `run.json`. Only for who holds the run's lock. */
export async function settleAttempts(run: RunDirectory): Promise<void> {
  const litter = async (folder: string, prefix: string): Promise<void> => {
    for (const name of await readdir(folder)) {
      // Whoever else is claiming right now has lost already.
      if (name.startsWith(prefix)) await removeFolder(join(folder, name));
    }
  };
  await writing(run.path, async () => {
    await litter(attemptsFolder(run), claiming);
    await litter(run.path, '.run.json.');
  });
}

/**
 * The lock that counts: that of the newest attempt, unless `run.json` has caught up with it (and has let go of it, or
 * not).
 */
export async function currentLock(run: RunDirectory, file: RunFile): Promise<Lock | null> {
  const newest = (await listAttempts(run)).at(-1) ?? 0;
  if (newest <= file.attempt) return file.lock;
  return (await readAttempt(run, newest))?.lock ?? null;
}

/** Throws RetortError `run-locked` when another process works on the run, or may do so on another machine. */
export async function refuseIfLocked(run: RunDirectory, file: RunFile, takeOver: boolean): Promise<void> {
  const lock = await currentLock(run, file);
  if (lock === null) return;
  const state = await lockState(lock);
  if (state === 'dead' || (state === 'elsewhere' && takeOver)) return;
  throw new RetortError(
    state === 'alive'
      ? {
          code: 'run-locked',
          message: say`Process ${lock.pid} is working on run ${run.id}.`,
          where: run.path,
          next: say`Wait until it ends, or stop it with \`retort stop\`.`,
        }
      : {
          code: 'run-locked',
          message: say`Process ${lock.pid} on ${lock.host} has run ${run.id}; from here nobody can tell whether it still works on it, so it is taken to.`,
          where: run.path,
          next: say`If it doesn't any more, resume with --take-over.`,
        },
  );
}

const isAttemptFile = (value: unknown): value is AttemptFile =>
  isObject(value) &&
  typeof value.attempt === 'number' &&
  isLock(value.lock) &&
  (value.from === null ||
    (isObject(value.from) &&
      typeof value.from.attempt === 'number' &&
      typeof value.from.step === 'number' &&
      isObject(value.from.rows)));
