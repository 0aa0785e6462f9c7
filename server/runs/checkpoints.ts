import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { format, parse } from '../distill/checkpoints/safetensors.ts';
import type { Checkpoint } from '../distill/ports.ts';
import type { HostTensors } from '../distill/tensors.ts';
import { RetortError } from '../protocol/failure.ts';
import type { RowCounts } from '../protocol/run.ts';
import { type CheckpointHashes, isCursor, isHashes, sha256 } from './checkpoint-hashes.ts';
import type { RunDirectory } from './directory.ts';
import { isMissing, writing } from './disk-failure.ts';
import { makeFolder, syncFolder, writeDurably } from './durable.ts';
import { formatJson, parseObject, readObject } from './json.ts';
import { kept } from './retention.ts';
import { say } from '../text/say.ts';

/** A checkpoint with the place in the record that it belongs to. */
export interface SavedCheckpoint extends Checkpoint {
  readonly attempt: number;
  /** What the attempt had written by then. */
  readonly rows: RowCounts;
}

const checkpointsFolder = (run: RunDirectory): string => join(run.path, 'checkpoints');

/** `<step>` as a whole; `.writing-<step>` while it is written; `.old-<step>` while another takes its place. */
const place = (run: RunDirectory, step: number, prefix = ''): string =>
  join(checkpointsFolder(run), `${prefix}${step}`);

/** Any name becomes one file in the folder, never a path out of it. */
const tensorFile = (name: string): string => `${encodeURIComponent(name).replaceAll('%40', '@')}.safetensors`;

/** Writes a checkpoint beside, syncs, renames: it is there as a whole, or not. */
export async function saveCheckpoint(run: RunDirectory, checkpoint: SavedCheckpoint): Promise<void> {
  const { step } = checkpoint;
  const beside = place(run, step, '.writing-');
  const target = place(run, step);
  const files: Record<string, { bytes: number; sha256: string }> = {};
  await rm(beside, { recursive: true, force: true });
  try {
    await makeFolder(beside);
    for (const [name, tensors] of Object.entries(checkpoint.files)) {
      const bytes = format(tensors, {});
      await writeDurably(join(beside, tensorFile(name)), bytes);
      files[name] = { bytes: bytes.length, sha256: sha256(bytes) };
    }
    const cursor = formatJson(checkpoint.cursor);
    await writeDurably(join(beside, 'cursor.json'), cursor);
    const hashes: CheckpointHashes = {
      attempt: checkpoint.attempt,
      rows: checkpoint.rows,
      cursor: sha256(Buffer.from(cursor)),
      files,
    };
    await writeDurably(join(beside, 'hashes.json'), formatJson(hashes));
    await syncFolder(beside);
    await writing(target, async () => {
      const old = place(run, step, '.old-');
      await rename(target, old).catch(ignoreMissing);
      await rename(beside, target);
      await rm(old, { recursive: true, force: true });
    });
    await syncFolder(checkpointsFolder(run));
  } catch (error) {
    await rm(beside, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

/** Steps that there is a checkpoint of, good or not, ascending. */
export async function listCheckpoints(run: RunDirectory): Promise<readonly number[]> {
  const steps = (await namesIn(run)).flatMap((name) => /^(?:\.old-)?(\d+)$/.exec(name)?.[1] ?? []);
  return [...new Set(steps)].map(Number).sort((a, b) => a - b);
}

/**
 * The newest checkpoint whose hashes are right, with a warning for each newer one that is damaged; null when there is
 * none.
 */
export async function newestCheckpoint(
  run: RunDirectory,
): Promise<{ readonly checkpoint: SavedCheckpoint | null; readonly warnings: readonly RetortError[] }> {
  const warnings: RetortError[] = [];
  for (const step of [...(await listCheckpoints(run))].reverse()) {
    try {
      return { checkpoint: await loadCheckpoint(run, step), warnings };
    } catch (error) {
      if (!(error instanceof RetortError)) throw error;
      warnings.push(error);
    }
  }
  return { checkpoint: null, warnings };
}

/** A checkpoint with its hashes verified. Throws RetortError `broken-checkpoint`. */
export async function loadCheckpoint(run: RunDirectory, step: number): Promise<SavedCheckpoint> {
  const folder = (await namesIn(run)).includes(String(step)) ? place(run, step) : place(run, step, '.old-');
  const broken = (what: string, cause?: unknown): RetortError =>
    new RetortError(
      {
        code: 'broken-checkpoint',
        message: say`The checkpoint of step ${step} is damaged: ${what}.`,
        where: folder,
        next: say`Resume goes on from the one before it; delete the folder when it is no longer of interest.`,
      },
      { cause },
    );
  try {
    const hashes: unknown = await readObject(join(folder, 'hashes.json'));
    if (!isHashes(hashes)) throw broken(say`hashes.json is missing or torn`);
    const cursorBytes = await readFile(join(folder, 'cursor.json'));
    const cursor: unknown = parseObject(cursorBytes.toString());
    if (sha256(cursorBytes) !== hashes.cursor || !isCursor(cursor)) {
      throw broken(say`cursor.json is not what was written`);
    }
    const files: Record<string, HostTensors> = {};
    for (const [name, written] of Object.entries(hashes.files)) {
      const bytes = await readFile(join(folder, tensorFile(name)));
      if (bytes.length !== written.bytes || sha256(bytes) !== written.sha256) {
        throw broken(say`${tensorFile(name)} is not what was written`);
      }
      files[name] = parse(bytes).tensors;
    }
    return { step, cursor, files, attempt: hashes.attempt, rows: hashes.rows };
  } catch (error) {
    throw isMissing(error) ? broken(say`a file is missing`, error) : error;
  }
}

/** Removes the checkpoints that need not be kept. */
export async function pruneCheckpoints(
  run: RunDirectory,
  keep: { readonly keepLast: number; readonly keepBest: number },
): Promise<void> {
  const cursors = new Map(
    (
      await Promise.all(
        (await listCheckpoints(run)).map(async (step) => {
          const cursor: unknown = await readObject(join(place(run, step), 'cursor.json'));
          return isCursor(cursor) ? [[step, cursor] as const] : [];
        }),
      )
    ).flat(),
  );
  const keeping = kept(cursors, keep);
  for (const step of cursors.keys()) {
    if (!keeping.has(step)) await rm(place(run, step), { recursive: true, force: true });
  }
}

/** Clears what a killed process left half-done. Only for who holds the run's lock. */
export async function settleCheckpoints(run: RunDirectory): Promise<void> {
  const names = await namesIn(run);
  for (const name of names) {
    const path = join(checkpointsFolder(run), name);
    const replaced = /^\.old-(\d+)$/.exec(name)?.[1];
    if (replaced !== undefined && !names.includes(replaced)) {
      await writing(path, () => rename(path, place(run, Number(replaced))));
    } else if (name.startsWith('.')) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

const namesIn = (run: RunDirectory): Promise<readonly string[]> =>
  readdir(checkpointsFolder(run)).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}
