import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { imageFolder } from '../../../server/distill/data/image-folder.ts';
import { nodeFiles } from '../../../server/recipe/files.ts';
import { decodeImage } from '../../../server/training/data/decode.ts';
import { failureOf } from './failure.ts';
import { folderWith } from './folder.ts';
import { picture, writeTar } from './images.ts';

const inspect = (path: string, rest: object = {}) => imageFolder.inspect({ path, ...rest }, nodeFiles);
const open = (path: string, rest: object = {}) => imageFolder.open({ path, ...rest }, nodeFiles, decodeImage);

const animals = async () => ({
  'dog/b.png': await picture(10),
  'cat/z.jpg': await picture(60, { format: 'jpeg' }),
  'cat/a.jpeg': await picture(110, { format: 'jpeg', width: 16, height: 12 }),
  'dog/a.PNG': await picture(160, { channels: 1 }),
});

const read = async (source: Awaited<ReturnType<typeof open>>) =>
  Promise.all(
    Array.from({ length: source.facts.size }, async (_, i) => ({
      name: source.sampleName(i),
      label: source.label(i),
      pixels: await source.image(i),
    })),
  );

describe('a folder of images', () => {
  it('has a class a folder, sorted by name, and the first image’s shape', async () => {
    const folder = await folderWith(await animals());
    expect(await inspect(folder)).toEqual({
      size: 4,
      classes: 2,
      classNames: ['cat', 'dog'],
      fields: { image: { shape: [12, 16, 3], dtype: 'float32' }, label: { shape: [], dtype: 'int32' } },
      files: ['cat/a.jpeg', 'dog/a.PNG', 'cat/z.jpg', 'dog/b.png'].map((name) => `${folder}/${name}`),
    });
  });

  it('lets classes take turns, so that any piece of it holds them alike', async () => {
    const samples = await read(await open(await folderWith(await animals()), { size: [6, 8] }));
    expect(samples.map(({ name, label }) => [name, label])).toEqual([
      ['cat/a.jpeg', 0],
      ['dog/a.PNG', 1],
      ['cat/z.jpg', 0],
      ['dog/b.png', 1],
    ]);
    expect([...(samples[3]?.pixels.subarray(0, 6) ?? [])]).toEqual([10, 50, 90, 15, 55, 95]);
    expect([...(samples[1]?.pixels.subarray(0, 6) ?? [])]).toEqual([160, 160, 160, 165, 165, 165]);
  });

  it('takes size and channels from the recipe', async () => {
    const source = await open(await folderWith(await animals()), { size: [4, 5], channels: 1 });
    expect(source.facts.fields.image?.shape).toEqual([4, 5, 1]);
    expect((await source.image(0)).length).toBe(20);
  });

  it('passes over hidden files and other kinds', async () => {
    const folder = await folderWith({
      ...(await animals()),
      '.cache/x.png': '',
      'cat/._a.jpg': '',
      'cat/notes.txt': '',
    });
    expect((await inspect(folder)).size).toBe(4);
  });

  it('is unlabelled where the images lie in it directly', async () => {
    const source = await open(await folderWith({ 'a.png': await picture(1), 'b.png': await picture(2) }));
    expect(source.facts).toMatchObject({ size: 2, classes: null });
    expect(source.label(0)).toBe(-1);
  });

  it('leaves out what the recipe excludes', async () => {
    const source = await open(await folderWith(await animals()), { exclude: ['cat/a.jpeg'] });
    expect((await read(source)).map(({ name }) => name)).toEqual(['cat/z.jpg', 'dog/a.PNG', 'dog/b.png']);
  });
});

describe('a tar of images', () => {
  it.each(['', 'train/', './a/b/'])('equals the folder when its entries begin with "%s"', async (top) => {
    const files = await animals();
    const folder = await folderWith(files);
    const tar = `${await folderWith({})}/animals.tar`;
    await writeTar(
      tar,
      Object.fromEntries(Object.entries(files).map(([name, bytes]) => [top + name, bytes])),
    );
    expect(await read(await open(tar))).toEqual(await read(await open(folder)));
    expect((await inspect(tar)).files).toEqual([tar]);
  });

  it('is refused when it is cut', async () => {
    const tar = `${await folderWith({})}/animals.tar`;
    await writeTar(tar, await animals());
    await writeFile(tar, (await readFile(tar)).subarray(0, 2_000));
    expect((await failureOf(inspect(tar))).code).toBe('truncated-tar');
  });

  it('is refused when it holds two splits', async () => {
    const tar = `${await folderWith({})}/animals.tar`;
    await writeTar(tar, { 'train/cat/1.png': await picture(1), 'test/cat/1.png': await picture(2) });
    const failure = await failureOf(inspect(tar));
    expect(failure.code).toBe('mixed-folders');
    expect(failure.message).toContain('train, test');
  });

  const cifar = `${process.cwd()}/../shared/data/cifar10/test.tar`;
  it.skipIf(!existsSync(cifar))(
    'reads CIFAR-10, where ../shared/data/cifar10/test.tar is there',
    async () => {
      const source = await open(cifar);
      expect(source.facts).toMatchObject({
        size: 10_000,
        classes: 10,
        fields: { image: { shape: [32, 32, 3] } },
      });
      expect(source.facts.classNames?.[0]).toBe('airplane');
      expect(source.label(9_999)).toBe(9);
      expect((await source.image(9_999)).length).toBe(3072);
    },
  );
});

describe('image folders that are refused', () => {
  it.each([
    ['missing', 'missing-file', 'nowhere'],
    ['empty', 'no-images', ''],
  ])('%s', async (_, code, name) => {
    const folder = await folderWith({});
    expect((await failureOf(inspect(folder + (name && `/${name}`)))).code).toBe(code);
  });

  it('with an empty class, named', async () => {
    const failure = await failureOf(inspect(await folderWith({ ...(await animals()), 'fox/': '' })));
    expect(failure.code).toBe('empty-class');
    expect(failure.message).toContain('fox');
  });

  it('with an empty class inside a tar', async () => {
    const tar = `${await folderWith({})}/animals.tar`;
    await writeTar(tar, { 'top/': '', 'top/fox/': '', 'top/cat/a.png': await picture(1) });
    expect((await failureOf(inspect(tar))).code).toBe('empty-class');
  });

  it('when a name to exclude isn’t there', async () => {
    const failure = await failureOf(inspect(await folderWith(await animals()), { exclude: ['cat/q.jpg'] }));
    expect(failure.code).toBe('unknown-sample');
    expect(failure.message).toContain('cat/q.jpg');
  });
});

describe('a corrupt image among good ones', () => {
  const damaged = async () => {
    const good = await picture(60, { format: 'jpeg', width: 64, height: 64 });
    return folderWith({
      'cat/a.jpg': good,
      'cat/b.jpg': good.subarray(0, 700),
      'cat/c.png': 'text',
      'cat/d.jpg': good,
    });
  };

  it('is named when it is used, with the way out', async () => {
    const folder = await damaged();
    const source = await open(folder);
    await expect(source.image(0)).resolves.toBeInstanceOf(Uint8Array);
    const failure = await failureOf(source.image(1));
    expect(failure).toMatchObject({ code: 'corrupt-image', where: `${folder}/cat/b.jpg` });
    expect(failure.next).toContain('`cat/b.jpg` in `exclude`');
    expect((await failureOf(source.image(2))).message).toContain('neither JPEG nor PNG');
  });

  it('is left out and named with corrupt: skip', async () => {
    const source = await open(await damaged(), { corrupt: 'skip' });
    expect(source.skipped).toEqual(['cat/b.jpg', 'cat/c.png']);
    expect((await read(source)).map(({ name }) => name)).toEqual(['cat/a.jpg', 'cat/d.jpg']);
  });

  it('is found before training when it is the first, whose shape is needed', async () => {
    const folder = await folderWith({ 'cat/a.jpg': 'text', 'cat/b.png': await picture(1) });
    expect((await failureOf(inspect(folder))).code).toBe('corrupt-image');
    expect((await inspect(folder, { corrupt: 'skip' })).fields.image?.shape).toEqual([6, 8, 3]);
  });
});
