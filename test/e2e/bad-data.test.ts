import { execFileSync } from 'node:child_process';
import { mkdir, rm, truncate } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { picture, writeTar } from '../distill/data/images.ts';
import { expectRefused } from './refusal.ts';
import { endless, recipe, words, workspace, type Workspace } from './workspace.ts';

const images = 'train-images-idx3-ubyte';

test.each<[string, (w: Workspace) => unknown, string, RegExp]>([
  ['missing', ({ path }) => rm(path(images)), 'missing-file', /does not exist.*Check the path/],
  [
    'cut off',
    ({ path }) => truncate(path(images), 3000),
    'unusable-data',
    /3000 bytes.*Fetch the file again/,
  ],
  [
    'cut off in its header',
    ({ path }) => truncate(path(images), 10),
    'unusable-data',
    /Fetch the file again/,
  ],
  ['empty', ({ path }) => truncate(path(images), 0), 'unusable-data', /begins with nothing/],
  [
    'compressed',
    async ({ read, write }) => write(images, gzipSync(await read(images))),
    'unusable-data',
    /unpack it with gunzip/,
  ],
  [
    'announced larger than any disk',
    ({ write }) => write(images, words(0x803, 2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1)),
    'unusable-data',
    /16 bytes.*Fetch the file again/,
  ],
  [
    'a folder',
    async ({ path }) => {
      await rm(path(images));
      await mkdir(path(images));
    },
    'unusable-data',
    /EISDIR.*Check that it is a readable file/,
  ],
])('a file of images that is %s is one problem, and nothing is made', async (_, spoil, code, next) => {
  const it = await workspace();
  await spoil(it);
  const before = await it.files();
  expectRefused(await it.say('run', 'small.distill.yaml'), { exit: 1, code, where: it.path(images), next });
  expect(await it.files()).toEqual(before);
});

test.skipIf(process.platform === 'win32')('a pipe in a file’s place is not waited for', async () => {
  const { say, path } = await workspace();
  await rm(path(images));
  execFileSync('mkfifo', [path(images)]);
  expectRefused(await say('run', 'small.distill.yaml'), {
    exit: 1,
    code: 'unusable-data',
    where: path(images),
    next: 'Write the content to a file',
  });
});

test('labels that are fewer than the images are told apart from them', async () => {
  const { say, write, path } = await workspace();
  const labels = 't10k-labels-idx1-ubyte';
  await write(labels, Buffer.concat([words(0x801, 39), Buffer.alloc(39)]));
  expectRefused(await say('check', 'small.distill.yaml'), {
    exit: 1,
    code: 'unusable-data',
    where: path(labels),
    next: /39 labels for 40 images.*Use the label file/,
  });
});

/** Folders of real JPEGs, a class each, and a recipe on them. */
async function pictures(source = '{ source: image-folder, path: pictures }'): Promise<Workspace> {
  const it = await workspace(
    recipe()
      .replace(/\{ source: idx, path: train, take: 40 \}/, source)
      .replace(/\{ source: idx, path: train, take: 60/, source.replace(' }', ''))
      .replace(
        /\{ source: idx, path: train, skip: 60 \}/,
        '{ source: image-folder, path: held-out, take: 3 }',
      )
      .replace(/\{ source: idx, path: t10k \}/, '{ source: image-folder, path: held-out, skip: 3 }'),
  );
  for (let shade = 0; shade < 30; shade++) {
    const image = await picture(8 * shade, { format: 'jpeg' });
    await it.write(`${shade < 24 ? 'pictures' : 'held-out'}/class-${shade % 3}/${shade}.jpg`, image);
  }
  return it;
}

/** A JPEG that has its header, so that only decoding finds it out. */
const corrupt = async (): Promise<Buffer> => (await picture(1, { format: 'jpeg' })).subarray(0, 200);

test('a corrupt JPEG among good ones ends the run with its name', async () => {
  const it = await pictures();
  await it.write('pictures/class-1/04.jpg', await corrupt());
  expectRefused(await it.say('run', 'small.distill.yaml'), {
    exit: 3,
    code: 'corrupt-image',
    where: it.path('pictures/class-1/04.jpg'),
    next: /`class-1\/04\.jpg` in `exclude`, .* `corrupt: skip`; then run the recipe again/,
  });
  expect(await it.say('runs')).toMatchObject({ stdout: expect.stringMatching(/ failed /) as string });
});

test('a corrupt JPEG is left out where the recipe says so, and told', async () => {
  const it = await pictures('{ source: image-folder, path: pictures, corrupt: skip }');
  await it.write('pictures/class-1/04.jpg', await corrupt());
  const { code, stderr } = await it.say('run', 'small.distill.yaml');
  expect(stderr).toContain('1 image can’t be decoded and is left out: class-1/04.jpg.');
  expect(code).toBe(0);
});

test('a class folder without images is found before training', async () => {
  const it = await pictures();
  await mkdir(it.path('pictures/class-9'));
  expectRefused(await it.say('run', 'small.distill.yaml'), {
    exit: 1,
    code: 'unusable-data',
    where: it.path('pictures'),
    next: /class-9\. Put images into the folder, or delete/,
  });
  expect(await it.files()).not.toContainEqual(expect.stringContaining('.retort'));
});

test('a class more in one data set than in the others is one problem', async () => {
  const it = await pictures();
  await it.write('pictures/class-9/a.jpg', await picture(1, { format: 'jpeg' }));
  expectRefused(await it.say('run', 'small.distill.yaml'), {
    exit: 1,
    code: 'classes-differ',
    where: 'small.distill.yaml:9:3',
    next: /big has 4 classes .*Use data with the same classes/,
  });
});

test('an archive that was cut off is found before training', async () => {
  const it = await pictures('{ source: image-folder, path: pictures.tar }');
  const entries = [0, 1, 2].map(async (shade) => [`class-${shade}/a.jpg`, await picture(shade)] as const);
  await writeTar(it.path('pictures.tar'), Object.fromEntries(await Promise.all(entries)));
  await truncate(it.path('pictures.tar'), 2000);
  expectRefused(await it.say('run', 'small.distill.yaml'), {
    exit: 1,
    code: 'unusable-data',
    where: it.path('pictures.tar'),
    next: 'Fetch or make the archive again',
  });
});

/** A run that was stopped after its first steps. */
async function stopped(): Promise<Workspace> {
  const it = await workspace(endless);
  const run = it.begin('run', 'small.distill.yaml');
  await run.until('distil, student');
  run.signal('SIGINT');
  expect((await run.ended).code).toBe(4);
  return it;
}

test.each<[string, (w: Workspace) => Promise<unknown>, string, RegExp]>([
  [
    'changed by one bit',
    async ({ read, write }) => {
      const bytes = await read(images);
      bytes[100] = (bytes[100] ?? 0) ^ 1;
      await write(images, bytes);
    },
    'data-changed',
    /has other content.*Restore the file, or start a new run/s,
  ],
  ['gone', ({ path }) => rm(path(images)), 'missing-file', /does not exist/],
])('a run whose data are %s is not resumed, and stays as it was', async (_, spoil, code, next) => {
  const it = await stopped();
  await spoil(it);
  const before = await it.files();
  expectRefused(await it.say('resume', 'last'), { exit: 6, code, where: it.path(images), next });
  expect(await it.files()).toEqual(before);
  expect((await it.say('runs')).stdout).toMatch(/ stopped /);
});

test('a run goes on without the recipe that it came from', async () => {
  const it = await stopped();
  await rm(it.path('small.distill.yaml'));
  const run = it.begin('resume', 'last');
  await run.until('distil, student');
  run.signal('SIGINT');
  expect((await run.ended).code).toBe(4);
});
