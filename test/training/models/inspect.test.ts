import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { normals } from '../../../server/distill/random.ts';
import type { Files } from '../../../server/distill/ports.ts';
import { nodeFiles } from '../../../server/recipe/files.ts';
import { format } from '../../../server/distill/checkpoints/safetensors.ts';
import { histogram } from '../../../server/training/models/histogram.ts';
import { inspectModel } from '../../../server/training/models/inspect.ts';
import { outlineOf } from '../../../server/training/models/outline.ts';
import { layersModel, shard, temporaryFolder, weights, withHeader, write } from './folder.ts';

const published = resolve('../shared/checkpoints/all-MiniLM-L6-v2');

/** The histogram of a file's only tensor of one type, from its bytes. */
async function ofBytes(dtype: string, bytes: Uint8Array, width: number) {
  const header = { a: { dtype, shape: [bytes.length / width], data_offsets: [0, bytes.length] } };
  const path = await write(
    join(temporaryFolder(), 'a.safetensors'),
    Buffer.concat([withHeader(header), bytes]),
  );
  return (await inspectModel(path)).tensors[0]?.histogram;
}

const bytesOf = (values: ArrayBufferView): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

describe('a tensor', () => {
  test('is summed up as a direct computation does, though it is read in pieces', async () => {
    const data = normals({ seed: 1, stage: 0, step: 0, site: 'x' }, 2_500_000).map((x) => 3 * x + 1);
    const path = await write(
      join(temporaryFolder(), 'a.safetensors'),
      format(
        { first: { shape: [3], data: Float32Array.of(9, 9, 9) }, large: { shape: [data.length], data } },
        {},
      ),
    );
    const asked: number[] = [];
    const files: Files = {
      ...nodeFiles,
      read(where, range) {
        asked.push(range?.length ?? Infinity);
        return nodeFiles.read(where, range);
      },
    };
    const outline = await outlineOf({ kind: 'safetensors', path }, files);
    const tensor = outline?.tensors?.find(({ name }) => name === 'large');
    const found = tensor === undefined ? null : await histogram(tensor, files);
    expect(Math.max(...asked)).toBeLessThanOrEqual(4 * 2 ** 20);

    const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
    const deviation = Math.sqrt(data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length);
    const [from, to] = data.reduce(([a, b], x) => [Math.min(a, x), Math.max(b, x)], [Infinity, -Infinity]);
    expect(found).toMatchObject({ from, to, notFinite: 0 });
    expect(found?.mean).toBeCloseTo(mean, 9);
    expect(found?.deviation).toBeCloseTo(deviation, 9);
    const counts = new Array<number>(32).fill(0);
    for (const x of data) {
      const bin = Math.min(31, Math.floor(((x - from) / (to - from)) * 32));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    const moved = counts.reduce((sum, count, bin) => sum + Math.abs(count - (found?.counts[bin] ?? 0)), 0);
    // A value on the border of two bins may be rounded into either.
    expect(moved).toBeLessThanOrEqual(4);
  });

  test.each<[string, Uint8Array, number]>([
    ['F32', bytesOf(Float32Array.of(-1, 0, 3)), 4],
    ['F64', bytesOf(Float64Array.of(-1, 0, 3)), 8],
    ['F16', bytesOf(Uint16Array.of(0xbc00, 0, 0x4200)), 2],
    ['BF16', bytesOf(Uint16Array.of(0xbf80, 0, 0x4040)), 2],
    ['I64', bytesOf(BigInt64Array.of(-1n, 0n, 3n)), 8],
    ['I32', bytesOf(Int32Array.of(-1, 0, 3)), 4],
    ['I16', bytesOf(Int16Array.of(-1, 0, 3)), 2],
    ['I8', bytesOf(Int8Array.of(-1, 0, 3)), 1],
  ])('of %s is read as what it means', async (dtype, bytes, width) => {
    const found = await ofBytes(dtype, bytes, width);
    expect(found).toMatchObject({ from: -1, to: 3, notFinite: 0 });
    expect(found?.mean).toBeCloseTo(2 / 3, 12);
    expect([found?.counts[0], found?.counts[8], found?.counts[31]]).toEqual([1, 1, 1]);
  });

  test('counts what is not finite, and leaves it out of the rest', async () => {
    const found = await ofBytes('F32', bytesOf(Float32Array.of(NaN, 1, Infinity, 2, -Infinity)), 4);
    expect(found).toMatchObject({ from: 1, to: 2, mean: 1.5, deviation: 0.5, notFinite: 3 });
  });

  test('of nothing but NaN has an empty histogram', async () => {
    const found = await ofBytes('F32', bytesOf(Float32Array.of(NaN, NaN)), 4);
    expect(found).toMatchObject({ from: 0, to: 0, notFinite: 2 });
    expect(found?.counts.every((count) => count === 0)).toBe(true);
  });

  test('of equal values has them all in one bin', async () => {
    const found = await ofBytes('F32', bytesOf(Float32Array.of(7, 7, 7)), 4);
    expect(found).toMatchObject({ from: 7, to: 7, mean: 7, deviation: 0 });
    expect(found?.counts[0]).toBe(3);
  });

  test('without values, or of a type whose values cannot be told, has no histogram', async () => {
    expect(await ofBytes('F32', new Uint8Array(), 4)).toBeNull();
    expect(await ofBytes('F8_E5M2', Uint8Array.of(1, 2), 1)).toBeNull();
  });

  test('whose values span all of float64 is never said to be infinite', async () => {
    const found = await ofBytes('F64', bytesOf(Float64Array.of(-1.7e308, 1.7e308)), 8);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });
});

describe('inspecting', () => {
  test('lists the tensors of a safetensors file', async () => {
    const path = await write(join(temporaryFolder(), 'a.safetensors'), weights());
    const { file, taps, tensors } = await inspectModel(path);
    expect(file).toMatchObject({ path, parameters: 6, failure: null });
    expect(taps).toBeNull();
    expect(tensors).toMatchObject([
      { name: 'bias', dtype: 'F32', shape: [2], histogram: { from: 0, to: 3, mean: 1.5 } },
      { name: 'kernel', dtype: 'F32', shape: [2, 2], histogram: { from: -1, to: 2 } },
    ]);
  });

  test('reads a TensorFlow.js model, quantised weights as what they mean, and knows its taps', async () => {
    const folder = temporaryFolder();
    const path = await write(join(folder, 'model.json'), JSON.stringify(layersModel('a.bin')));
    await write(join(folder, 'a.bin'), shard);
    const { taps, tensors } = await inspectModel(path);
    expect(taps).toEqual({ logits: [2] });
    expect(tensors).toMatchObject([
      { name: 'answer/kernel', dtype: 'float32', histogram: { from: -1, to: 2 } },
      { name: 'answer/bias', dtype: 'uint8', histogram: { from: -1, to: 1, mean: 0 } },
    ]);
  });

  test('reads weights that lie in several shards, a tensor over two of them', async () => {
    const folder = temporaryFolder();
    const json = JSON.stringify(layersModel('a.bin')).replace('["a.bin"]', '["a.bin","b.bin"]');
    const path = await write(join(folder, 'model.json'), json);
    await write(join(folder, 'a.bin'), shard.subarray(0, 7));
    await write(join(folder, 'b.bin'), shard.subarray(7));
    expect((await inspectModel(path)).tensors).toMatchObject([
      { histogram: { from: -1, to: 2, mean: 0.625 } },
      { histogram: { from: -1, to: 1 } },
    ]);
  });

  test.skipIf(!existsSync(published))(
    'knows the taps of a published encoder, at its longest (needs ../shared/checkpoints)',
    async () => {
      const { file, taps, tensors } = await inspectModel(published);
      expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(taps).toMatchObject({ 'hidden.6': [512, 384], 'attention.probs.1': [12, 512, 512] });
      expect(tensors).toHaveLength(104);
    },
  );

  test.each<[string, string, string]>([
    ['a.safetensors', 'bad', 'bad-checkpoint'],
    ['model.json', '{', 'bad-json'],
    ['model.json', '{}', 'not-a-model'],
  ])('refuses a broken %s', async (name, content, code) => {
    const path = await write(join(temporaryFolder(), name), content);
    await expect(inspectModel(path)).rejects.toMatchObject({ code });
  });

  test('refuses a file that is not there', async () => {
    await expect(inspectModel(join(temporaryFolder(), 'a.safetensors'))).rejects.toMatchObject({
      code: 'missing-file',
    });
  });

  test('ends when nobody wants it any more', async () => {
    const path = await write(join(temporaryFolder(), 'a.safetensors'), weights());
    await expect(inspectModel(path, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});
