import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { check } from '../../server/recipe/check.ts';
import { gather } from '../../server/recipe/gather.ts';
import { hashFile } from '../../server/recipe/hashing.ts';
import { parse } from '../../server/recipe/parse.ts';
import { changed, found, recipe, recipePath } from './recipes.ts';

async function file(name: string, content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'retort-recipe-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('what is found out', () => {
  test('leaves nothing that check needs', async () => {
    const document = parse(recipe);
    expect(check(document, await gather(document, recipePath)).needs).toEqual([]);
  });

  test('is kept for the next time', async () => {
    const before = await gather(parse(recipe), recipePath);
    const after = await gather(parse(changed(['weight: 0.1', 'weight: 0.2'])), recipePath, before);
    expect([...after.sources.values()]).toEqual([...before.sources.values()]);
  });

  test('never throws, whatever the files are', async () => {
    const path = await file('model.json', '{ broken');
    const text = changed(['{ kind: lenet5 }', `{ kind: layers-model, path: ${path} }`]);
    expect(await found(text)).toEqual([`unusable-file: { kind: layers-model, path: ${path} }`]);
  });

  test('a layers model whose weights are missing is a missing file', async () => {
    const weightsManifest = [{ paths: ['group1-shard1of1.bin'], weights: [] }];
    const path = await file('model.json', JSON.stringify({ modelTopology: {}, weightsManifest }));
    const text = changed(['{ kind: lenet5 }', `{ kind: layers-model, path: ${path} }`]);
    expect(await found(text)).toEqual([`missing-file: { kind: layers-model, path: ${path} }`]);
  });

  test('says that a folder is no file', async () => {
    const folder = tmpdir();
    const text = changed(['kind: lenet5 }', `kind: lenet5 }, checkpoint: ${folder}`]);
    expect(await found(text)).toContain(`unusable-checkpoint: ${folder}`);
  });

  test.each([
    ['a header longer than the file', '\xff\xff\xff\xff\xff\xff\xff\x7f{}'],
    ['no header', 'short'],
  ])('takes a hostile checkpoint for what it is: %s', async (_, content) => {
    const path = await file('big.safetensors', content);
    expect(await found(changed(['kind: lenet5 }', `kind: lenet5 }, checkpoint: ${path}`]))).toContain(
      `unusable-checkpoint: ${path}`,
    );
  });
});

describe('the hash of a file', () => {
  test('is SHA-256', async () => {
    // FIPS 180-2, appendix B.1.
    const path = await file('abc', 'abc');
    expect((await hashFile(path)).sha256).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  test('is taken anew when the file changes', async () => {
    const path = await file('abc', 'abc');
    const before = await hashFile(path);
    await writeFile(path, 'abcd');
    expect((await hashFile(path)).sha256).not.toBe(before.sha256);
  });

  test('of a missing file names it', async () => {
    await expect(hashFile('/nowhere/at/all')).rejects.toMatchObject({
      code: 'missing-file',
      where: '/nowhere/at/all',
    });
  });
});
