import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync, closeSync, symlinkSync, truncateSync, writeSync } from 'node:fs';
import { copyFile, readFile, realpath } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ModelFile } from '../../../server/protocol/training.ts';
import { findModels } from '../../../server/training/models/find.ts';
import { inspectModel } from '../../../server/training/models/inspect.ts';
import { layersModel, shard, temporaryFolder, weights, withHeader, write } from './folder.ts';

const published = resolve('../shared/checkpoints/all-MiniLM-L6-v2');

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The one model that is found. */
async function only(folder: string): Promise<ModelFile> {
  const found = await findModels([folder]);
  const [file] = found;
  if (file === undefined || found.length > 1) throw new Error(`Expected one model, found ${found.length}.`);
  return file;
}

describe('models below a folder', () => {
  test('are safetensors files, with their size, parameters and hash', async () => {
    const folder = temporaryFolder();
    const path = await write(join(folder, 'deep', 'er', 'teacher.safetensors'), weights());
    expect(await only(folder)).toEqual({
      path,
      name: 'teacher',
      format: 'safetensors',
      bytes: weights().length,
      parameters: 6,
      sha256: sha256(weights()),
      scores: [],
      network: null,
      failure: null,
    });
  });

  test('are TensorFlow.js layers models, which a recipe can name', async () => {
    const folder = temporaryFolder();
    const path = await write(join(folder, 'digits', 'model.json'), JSON.stringify(layersModel('a.bin')));
    await write(join(folder, 'digits', 'a.bin'), shard);
    expect(await only(folder)).toMatchObject({
      path,
      name: 'digits',
      format: 'layers-model',
      parameters: 6,
      sha256: sha256(shard),
      network: `{ kind: layers-model, path: ${path} }`,
      failure: null,
    });
  });

  test('are TensorFlow.js graph models, which no recipe can name yet', async () => {
    const folder = temporaryFolder();
    const graph = { ...layersModel('a.bin'), format: 'graph-model', modelTopology: { node: [] } };
    await write(join(folder, 'model.json'), JSON.stringify(graph));
    await write(join(folder, 'a.bin'), shard);
    expect(await only(folder)).toMatchObject({
      format: 'graph-model',
      parameters: 6,
      network: null,
      failure: null,
    });
  });

  test.skipIf(!existsSync(published))('are Hugging Face folders (needs ../shared/checkpoints)', async () => {
    const file = await only(published);
    // By real paths, whatever links lead there.
    const path = await realpath(published);
    expect(file).toMatchObject({
      path,
      name: 'all-MiniLM-L6-v2',
      format: 'huggingface',
      parameters: 22_713_216,
      network: `{ kind: huggingface, path: ${path} }`,
      failure: null,
    });
    // 91 MB: hashed when somebody looks at it.
    expect(file.sha256).toBeNull();
  });

  test('are those of all folders, each once, by path', async () => {
    const [one, two] = [temporaryFolder(), temporaryFolder()];
    await write(join(one, 'b.safetensors'), weights());
    await write(join(one, 'inside', 'a.safetensors'), weights());
    await write(join(two, 'c.safetensors'), weights());
    const found = await findModels([one, join(one, 'inside'), two, join(two, 'missing')]);
    expect(found.map(({ name }) => name).sort()).toEqual(['a', 'b', 'c']);
    expect(found.map(({ path }) => path)).toEqual(found.map(({ path }) => path).sort());
  });

  test('are not what was installed or hidden, but are what runs made', async () => {
    const folder = temporaryFolder();
    for (const path of [
      'node_modules/a.safetensors',
      '.git/a.safetensors',
      '.cache/a.safetensors',
      '.retort/targets/a.safetensors',
      '.retort/runs/r/checkpoints/5/a.safetensors',
      '.retort/runs/.new-r/models/seed-1/a.safetensors',
      '.retort/runs/r/models/seed-1/made.safetensors',
      'kept.safetensors',
      'kept.json',
    ])
      await write(join(folder, path), weights());
    expect((await findModels([folder])).map(({ path }) => relative(folder, path))).toEqual([
      join('.retort', 'runs', 'r', 'models', 'seed-1', 'made.safetensors'),
      'kept.safetensors',
    ]);
  });

  test.skipIf(process.platform === 'win32')(
    'are found through links to files, not through links to folders',
    async () => {
      const [folder, store] = [temporaryFolder(), temporaryFolder()];
      await write(join(store, 'blob'), weights());
      await write(join(store, 'other.safetensors'), weights());
      symlinkSync(join(store, 'blob'), join(folder, 'linked.safetensors'));
      symlinkSync(join(store, 'missing'), join(folder, 'dangling.safetensors'));
      symlinkSync(store, join(folder, 'outside'));
      symlinkSync(folder, join(folder, 'loop'));
      expect(await only(folder)).toMatchObject({ path: join(folder, 'linked.safetensors'), parameters: 6 });
    },
  );

  test('end at a depth that no project has', async () => {
    const folder = temporaryFolder();
    const at = (depth: number): string => join(folder, ...Array.from({ length: depth }, () => 'd'));
    await write(join(at(16), 'near.safetensors'), weights());
    await write(join(at(17), 'far.safetensors'), weights());
    expect((await findModels([folder])).map(({ name }) => name)).toEqual(['near']);
  });

  test('end when nobody wants them any more', async () => {
    await expect(findModels([temporaryFolder()], AbortSignal.abort())).rejects.toThrow();
  });

  test('a file of JSON that only has the name of a model is none', async () => {
    const folder = temporaryFolder();
    await write(join(folder, 'data.model.json'), '{ "rows": [] }');
    expect(await findModels([folder])).toEqual([]);
  });

  test('are hashed once while they stay, and a large one when it is looked at', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'large.safetensors');
    const bytes = 65 * 2 ** 20;
    const header = withHeader({ zeros: { dtype: 'I32', shape: [bytes / 4], data_offsets: [0, bytes] } });
    const file = openSync(path, 'w');
    writeSync(file, header);
    closeSync(file);
    truncateSync(path, header.length + bytes);
    expect((await only(folder)).sha256).toBeNull();
    const { file: inspected } = await inspectModel(path);
    expect(inspected.sha256).toBe(sha256(await readFile(path)));
    expect((await only(folder)).sha256).toBe(inspected.sha256);
    await write(path, weights());
    expect((await only(folder)).sha256).toBe(sha256(weights()));
  });
});

const entry = (dtype: string, shape: readonly number[], from: number, to: number) => ({
  dtype,
  shape,
  data_offsets: [from, to],
});

describe('a broken file', () => {
  test.each<[string, Uint8Array, string]>([
    ['empty', new Uint8Array(), 'bad-checkpoint'],
    ['shorter than its length', Uint8Array.of(1, 2, 3), 'bad-checkpoint'],
    ['with a header cut off', weights().subarray(0, 30), 'bad-checkpoint'],
    ['with values cut off', weights().subarray(0, -1), 'bad-checkpoint'],
    ['with more values than described', Buffer.concat([weights(), Buffer.alloc(4)]), 'bad-checkpoint'],
    ['with a header of 2^63 bytes', Buffer.alloc(64, 0xff), 'bad-checkpoint'],
    ['whose header is not JSON', withHeader('{'), 'bad-checkpoint'],
    ['whose header is deep', withHeader('['.repeat(100_000)), 'bad-checkpoint'],
    ['with offsets outside', withHeader({ a: entry('F32', [1], 4, 8) }, 4), 'bad-checkpoint'],
    [
      'with a shape that overflows',
      withHeader({ a: entry('F32', [2 ** 52, 2 ** 52], 0, 4) }, 4),
      'bad-checkpoint',
    ],
    ['of an unknown type', withHeader({ a: entry('F7', [1], 0, 4) }, 4), 'bad-checkpoint'],
    [
      'of a type that nothing here computes with',
      withHeader({ a: entry('F8_E4M3', [4], 0, 4) }, 4),
      'unsupported-dtype',
    ],
    [
      'with a tensor named __proto__',
      withHeader(`{"__proto__":${JSON.stringify(entry('F32', [1], 0, 4))}}`, 4),
      'bad-checkpoint',
    ],
  ])('%s says what is wrong with it', async (_, bytes, code) => {
    const folder = temporaryFolder();
    const path = await write(join(folder, 'a.safetensors'), bytes);
    expect(await only(folder)).toMatchObject({ path, name: 'a', failure: { code, where: path } });
  });

  test.each<[string, string, string]>([
    ['that is not JSON', '{', 'bad-json'],
    ['without the shard it names', JSON.stringify(layersModel('gone.bin')), 'missing-file'],
    ['that names a shard elsewhere', JSON.stringify(layersModel('../a.bin')), 'bad-layers-model'],
    ['without layers', JSON.stringify({ ...layersModel('a.bin'), modelTopology: {} }), 'bad-layers-model'],
    ['with a Lambda', JSON.stringify(layersModel('a.bin')).replace('"Dense"', '"Lambda"'), 'lambda-layer'],
  ])('a TensorFlow.js model %s says what is wrong with it', async (_, json, code) => {
    const folder = temporaryFolder();
    await write(join(folder, 'm', 'model.json'), json);
    await write(join(folder, 'm', 'a.bin'), shard);
    expect(await only(folder)).toMatchObject({ format: 'layers-model', network: null, failure: { code } });
  });

  test('a TensorFlow.js model whose shard is too short says so', async () => {
    const folder = temporaryFolder();
    await write(join(folder, 'model.json'), JSON.stringify(layersModel('a.bin')));
    await write(join(folder, 'a.bin'), shard.subarray(1));
    expect((await only(folder)).failure?.message).toBe(
      'Its weight files have 17 bytes, but the manifest describes 18.',
    );
  });

  test('a Hugging Face folder of another type says which can be read', async () => {
    const folder = temporaryFolder();
    await write(join(folder, 'config.json'), '{ "model_type": "gpt2" }');
    await write(join(folder, 'model.safetensors'), weights());
    expect(await only(folder)).toMatchObject({
      format: 'huggingface',
      parameters: 6,
      network: null,
      failure: { code: 'unsupported-model' },
    });
  });

  test('does not keep the others from being found', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'model.json'));
    await write(join(folder, 'bad.safetensors'), 'bad');
    await write(join(folder, 'good.safetensors'), weights());
    await copyFile(join(folder, 'good.safetensors'), join(folder, 'good too.safetensors'));
    const found = await findModels([folder]);
    expect(found.map(({ name, failure }) => [name, failure === null])).toEqual([
      ['bad', false],
      ['good too', true],
      ['good', true],
    ]);
  });
});
