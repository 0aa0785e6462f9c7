import { existsSync } from 'node:fs';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mayMount, smallDisk } from './mounts.ts';
import { expectRefused } from './refusal.ts';
import { endless, filesIn, recipe, workspace } from './workspace.ts';

const mounts = mayMount();
if (!mounts)
  console.warn('These tests need root on Linux to make a full or read-only disk; they are skipped.');

/** Names of what is written beside and renamed; nothing of it may be left. */
const litter = /(^|\/)\.(new|claim|writing|old|run\.json)/;

describe.skipIf(!mounts)('a full disk', () => {
  test.each(['4k', '8k', '16k'])('of %s makes no run', async (size) => {
    const disk = smallDisk(size);
    const { say } = await workspace();
    expectRefused(await say('run', 'small.distill.yaml', '--workspace', disk.folder), {
      exit: 6,
      code: 'disk-full',
      where: disk.folder,
      next: 'Free some space and try again',
    });
    const left = (await filesIn(disk.folder)).filter((file) => file !== '.retort/.gitignore');
    expect(left).toEqual(['.retort/runs']);
  });

  test.each(['36k', '44k', '60k', '80k', '120k'])(
    'of %s ends a run, which goes on from its last checkpoint once there is space',
    async (size) => {
      const disk = smallDisk(size);
      const { say } = await workspace(recipe({ checkpoints: 2 }));
      const all = ['--workspace', disk.folder];
      const spoken = await say('run', 'small.distill.yaml', ...all);
      // Before the worker has taken the run it is refused, afterwards it has failed.
      expectRefused(spoken, {
        exit: spoken.code === 6 ? 6 : 3,
        code: 'disk-full',
        where: disk.folder,
        next: 'Free some space and try again',
      });
      expect((await filesIn(disk.folder)).filter((file) => litter.test(file))).toEqual([]);
      disk.remount('size=10m');
      expect((await say('runs', ...all)).stdout).toMatch(/ (queued|failed|interrupted) /);
      expect(await say('resume', 'last', ...all)).toMatchObject({ code: 0 });
    },
  );

  test('gets no half of an export or of a recipe', async () => {
    const disk = smallDisk('4k');
    const { say } = await workspace();
    expect(await say('run', 'small.distill.yaml')).toMatchObject({ code: 0 });
    await writeFile(join(disk.folder, 'filling'), Buffer.alloc(4096));
    for (const words of [
      ['export', 'last', '--out', disk.folder],
      ['export', 'last', '--format', 'layers-model', '--out', disk.folder],
      ['init', disk.folder],
    ]) {
      expectRefused(await say(...words), {
        exit: 6,
        code: 'disk-full',
        where: disk.folder,
        next: 'Free some space and try again',
      });
    }
    const files = (await filesIn(disk.folder)).filter((file) => file !== 'small');
    expect(files).toEqual(['filling']);
  });
});

describe.skipIf(!mounts)('a read-only disk', () => {
  const next = 'Make the folder writable for this user, or run in a folder that is';

  test('gets no run, recipe or export, and is told as such', async () => {
    const disk = smallDisk('1m');
    disk.remount('ro');
    const { say } = await workspace();
    expect(await say('run', 'small.distill.yaml')).toMatchObject({ code: 0 });
    for (const words of [
      ['run', 'small.distill.yaml', '--workspace', disk.folder],
      ['init', join(disk.folder, 'new')],
      ['export', 'last', '--out', join(disk.folder, 'new')],
    ]) {
      expectRefused(await say(...words), { exit: 6, code: 'read-only', where: disk.folder, next });
    }
  });

  test('keeps a run as it is: it can be listed, not resumed or reported', async () => {
    const disk = smallDisk('10m');
    const { say, begin } = await workspace(endless);
    const all = ['--workspace', disk.folder];
    const run = begin('run', 'small.distill.yaml', ...all);
    await run.until('distil, student');
    run.signal('SIGINT');
    expect((await run.ended).code).toBe(4);
    const before = await filesIn(disk.folder);
    disk.remount('ro');
    expect((await say('runs', ...all)).stdout).toMatch(/ stopped /);
    for (const command of ['resume', 'report']) {
      const refused = await say(command, 'last', ...all);
      expectRefused(refused, { exit: 6, code: 'read-only', where: disk.folder, next });
    }
    expect(await filesIn(disk.folder)).toEqual(before);
  });
});

test('a file in the place of a folder is told as such', async () => {
  const { say, path, files } = await workspace();
  const before = await files();
  expectRefused(await say('run', 'small.distill.yaml', '--workspace', 'small.distill.yaml'), {
    exit: 6,
    code: 'not-a-folder',
    where: path('small.distill.yaml'),
    next: 'Move the file away, or run in another folder',
  });
  expect(await files()).toEqual(before);
});

test('what a killed process left half-made is cleared away', async () => {
  const { say, path, write } = await workspace();
  await write('.retort/runs/.new-20200101-000000-old-abcd/recipe.distill.yaml', '');
  await utimes(path('.retort/runs/.new-20200101-000000-old-abcd'), 0, 0);
  expect(await say('run', 'small.distill.yaml')).toMatchObject({ code: 0 });
  expect(existsSync(path('.retort/runs/.new-20200101-000000-old-abcd'))).toBe(false);
  expect(await readdir(path('.retort/runs'))).toHaveLength(1);
});
