import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, type TestContext } from 'vitest';
import { Appender } from '../../server/runs/appender.ts';
import { listCheckpoints, newestCheckpoint } from '../../server/runs/checkpoints.ts';
import { diskFailure } from '../../server/runs/disk-failure.ts';
import { replaceFile } from '../../server/runs/durable.ts';
import { readRows } from '../../server/runs/records.ts';
import { readRun } from '../../server/runs/state.ts';
import { checkpoint, row } from './rows.ts';
import { newRun, open, temporaryFolder } from './workspace.ts';

/** A disk of its own, or a skipped test where this user may not make one. */
function disk(context: TestContext, bytes: number): string {
  const folder = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    context.skip('needs the right to mount a small disk');
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}

const makeReadOnly = (folder: string): void => void execFileSync('mount', ['-o', 'remount,ro', folder]);

describe('a full disk', () => {
  test('stops a new run, and nothing of it is left', async (context) => {
    const workspace = disk(context, 4096 * 4);
    writeFileSync(join(workspace, 'filler'), Buffer.alloc(4096 * 3));
    await expect(newRun(workspace)).rejects.toMatchObject({ code: 'disk-full' });
    expect(readdirSync(join(workspace, '.retort', 'runs'))).toEqual([]);
  });

  test('stops the recording, and what was recorded before is read as whole rows', async (context) => {
    const workspace = disk(context, 300_000);
    const run = await newRun(workspace);
    const attempt = await open(run);
    let step = 0;
    const record = async (): Promise<never> => {
      for (;;) {
        step++;
        attempt.row('train', row('train', step));
        if (step % 10 === 0) await attempt.flush();
      }
    };
    await expect(record()).rejects.toMatchObject({
      code: 'disk-full',
      where: join(attempt.path, 'train.tbl'),
    });
    const rows = await readRows(run, 'train');
    expect(rows.length).toBeGreaterThan(step - 600);
    expect(rows.map(({ step: at }) => at)).toEqual(rows.map((_, index) => index + 1));
  });

  test('stops a checkpoint, and the one before is still the newest', async (context) => {
    const workspace = disk(context, 400_000);
    const run = await newRun(workspace);
    const attempt = await open(run);
    await attempt.checkpoint(checkpoint(1));
    const large = { x: { shape: [100_000], data: new Float32Array(100_000) } };
    await expect(attempt.checkpoint({ ...checkpoint(2), files: { large } })).rejects.toMatchObject({
      code: 'disk-full',
    });
    expect(await listCheckpoints(run)).toEqual([1]);
    expect(readdirSync(join(run.path, 'checkpoints'))).toEqual(['1']);
    expect((await newestCheckpoint(run)).checkpoint?.step).toBe(1);
  });

  test('goes on where it stopped when there is space again: rows are neither lost nor torn', async (context) => {
    const workspace = disk(context, 300_000);
    const run = await newRun(workspace);
    const attempt = await open(run);
    const filler = join(workspace, 'filler');
    let filled = 0;
    for (const size of [4096, 1]) {
      for (;;) {
        try {
          writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
          filled++;
        } catch {
          break;
        }
      }
    }
    expect(filled).toBeGreaterThan(0);
    for (let step = 1; step <= 40; step++) attempt.row('train', row('train', step));
    await expect(attempt.flush()).rejects.toMatchObject({ code: 'disk-full' });
    writeFileSync(filler, '');
    await attempt.close('stopped');
    expect((await readRows(run, 'train')).map(({ step }) => step)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
  });
});

describe('a read-only disk', () => {
  test('refuses a new run', async (context) => {
    const workspace = disk(context, 100_000);
    makeReadOnly(workspace);
    await expect(newRun(workspace)).rejects.toMatchObject({ code: 'read-only' });
  });

  test('refuses a run that is there, which can still be read', async (context) => {
    const workspace = disk(context, 300_000);
    const run = await newRun(workspace);
    makeReadOnly(workspace);
    await expect(open(run)).rejects.toMatchObject({ code: 'read-only' });
    expect((await readRun(run)).state).toBe('queued');
  });
});

test('a file in the place of a folder is named', async () => {
  const workspace = temporaryFolder();
  writeFileSync(join(workspace, '.retort'), 'in the way');
  await expect(newRun(workspace)).rejects.toMatchObject({
    code: 'not-a-folder',
    where: join(workspace, '.retort', 'runs'),
  });
});

test('a file that can not be replaced stays as it was, and nothing is left beside it', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'taken', 'by'), { recursive: true });
  await expect(replaceFile(join(folder, 'taken'), 'text')).rejects.toMatchObject({ code: 'write-failed' });
  expect(readdirSync(folder)).toEqual(['taken']);
});

test('a table never writes over one that is there', () => {
  const path = join(temporaryFolder(), 'train.tbl');
  writeFileSync(path, 'history');
  expect(() => new Appender(path, 100)).toThrow(expect.objectContaining({ where: path }));
  expect(readFileSync(path, 'utf8')).toBe('history');
});

test.each([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EROFS', 'read-only'],
  ['EACCES', 'read-only'],
  ['EPERM', 'read-only'],
  ['ENOTDIR', 'not-a-folder'],
  ['EIO', 'write-failed'],
])("the system's %s is told as %s", (system, code) => {
  expect(diskFailure(Object.assign(new Error(system), { code: system }), '/run')).toMatchObject({
    code,
    where: '/run',
  });
});

test('a bug is not told as a failure of the disk', () => {
  const bug = new TypeError('x is undefined');
  expect(diskFailure(bug, '/run')).toBe(bug);
});
