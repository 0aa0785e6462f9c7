import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DataPlan, StagePlan } from '../../../server/distill/plan.ts';
import type { Batch } from '../../../server/distill/ports.ts';
import { nodeFiles } from '../../../server/recipe/files.ts';
import { decodeImage } from '../../../server/training/data/decode.ts';
import { loading } from '../../../server/training/data/loading.ts';
import { failureOf } from '../../distill/data/failure.ts';
import { folderWith } from '../../distill/data/folder.ts';
import { picture } from '../../distill/data/images.ts';
import { mnist, plan, plannedData, plannedStage } from './plans.ts';

const load = (
  data: Readonly<Record<string, DataPlan>>,
  stages: readonly StagePlan[] = [],
  cacheBytes = 1e7,
) =>
  loading(plan(data, stages), { files: nodeFiles, decode: decodeImage, cacheBytes, warn: () => undefined });

const train = (step: number, seed = 1) => ({ kind: 'training', stage: 0, seed, step }) as const;
const inOrder = (data: string, from: number, count: number) =>
  ({ kind: 'in-order', data, from, count }) as const;

const digits = (rest: Partial<DataPlan> = {}) => plannedData('idx', { path: `${mnist}/test` }, rest);
const imageOf = (batch: Batch, row: number) => {
  const { shape, data } = batch.fields.image ?? { shape: [], data: new Float32Array() };
  const size = data.length / (shape[0] ?? 1);
  return [...data.subarray(row * size, (row + 1) * size)];
};
const labelsOf = (batch: Batch) => [...(batch.fields.label?.data ?? [])];

describe('a training batch', () => {
  it('has fields with the batch axis first, and the position of each sample', async () => {
    const data = load({ all: await digits() }, [plannedStage({ all: 32 }, 100)]);
    const batch = await data.batch(train(3));
    expect(batch.fields.image?.shape).toEqual([32, 28, 28, 1]);
    expect(batch.fields.label?.shape).toEqual([32]);
    for (const [row, id] of batch.ids.entries()) {
      const alone = await data.batch(inOrder('all', id, 1));
      expect(imageOf(batch, row)).toEqual(imageOf(alone, 0));
      expect(labelsOf(batch)[row]).toBe(labelsOf(alone)[0]);
    }
  });

  it('is the same bytes whenever its step is asked for', async () => {
    const augmented = {
      augment: [{ kind: 'pad-crop', pad: 2 } as const, { kind: 'flip', probability: 0.5 } as const],
    };
    const stages = [plannedStage({ all: 32 }, 1_000)];
    const uninterrupted = load({ all: await digits(augmented) }, stages);
    const before = [await uninterrupted.batch(train(311)), await uninterrupted.batch(train(312))];
    const resumed = load({ all: await digits(augmented) }, stages);
    expect(await resumed.batch(train(312))).toEqual(before[1]);
    expect(await uninterrupted.batch(train(311))).toEqual(before[0]);
  });

  it('differs between seeds and steps', async () => {
    const data = load({ all: await digits() }, [plannedStage({ all: 32 }, 100)]);
    const { ids } = await data.batch(train(0));
    expect((await data.batch(train(0, 2))).ids).not.toEqual(ids);
    expect((await data.batch(train(1))).ids).not.toEqual(ids);
  });

  it('holds the parts of a mix one after the other, unlabelled ones with −1', async () => {
    const data = load(
      { labelled: await digits({ take: 60 }), transfer: await digits({ skip: 60, labelled: false }) },
      [plannedStage({ labelled: 8, transfer: 24 }, 100)],
    );
    const batch = await data.batch(train(0));
    const alone = await data.batch(inOrder('transfer', batch.ids[8] ?? 0, 1));
    expect(Math.max(...batch.ids.subarray(0, 8))).toBeLessThan(60);
    expect(
      labelsOf(batch)
        .slice(0, 8)
        .every((label) => label >= 0),
    ).toBe(true);
    expect(labelsOf(batch).slice(8)).toEqual(Array(24).fill(-1));
    expect(imageOf(batch, 8)).toEqual(imageOf(alone, 0));
  });

  it('sees only what take and skip leave, each sample once an epoch', async () => {
    const data = load({ few: await digits({ skip: 9_000, take: 100 }) }, [plannedStage({ few: 25 }, 4)]);
    const batches = await Promise.all([0, 1, 2, 3].map((step) => data.batch(train(step))));
    const ids = batches.flatMap((batch) => [...batch.ids]).sort((a, b) => a - b);
    expect(ids).toEqual([...Array(100).keys()]);
    const [all] = [
      await load({ all: await digits() }).batch(inOrder('all', 9_000 + (batches[0]?.ids[0] ?? 0), 1)),
    ];
    expect(imageOf(batches[0] ?? all, 0)).toEqual(imageOf(all, 0));
  });

  it('is augmented, and without augmentation isn’t', async () => {
    const stages = [plannedStage({ all: 64 }, 10)];
    const plain = await load({ all: await digits() }, stages).batch(train(0));
    const flips = await load(
      { all: await digits({ augment: [{ kind: 'flip', probability: 0.5 }] }) },
      stages,
    ).batch(train(0));
    expect(flips.ids).toEqual(plain.ids);
    const changed = [...Array(64).keys()].filter(
      (row) => imageOf(flips, row).join() !== imageOf(plain, row).join(),
    );
    // 32 expected; five standard deviations are 20.
    expect(changed.length).toBeGreaterThan(12);
    expect(changed.length).toBeLessThan(52);
  });

  it('is normalised as the plan says', async () => {
    const stages = [plannedStage({ all: 16 }, 10)];
    const plain = await load({ all: await digits() }, stages).batch(train(0));
    const normalize = { mean: [0.1307], deviation: [0.3081] };
    const normal = await load({ all: await digits({ normalize }) }, stages).batch(train(0));
    const expected = imageOf(plain, 5).map((x) => (x - 0.1307) / 0.3081);
    for (const [i, x] of imageOf(normal, 5).entries()) expect(x).toBeCloseTo(expected[i] ?? NaN, 6);
  });

  it('refuses a mix of different shapes', async () => {
    const folder = await folderWith({ 'a/1.png': await picture(1) });
    const data = load({ a: await digits(), b: await plannedData('image-folder', { path: folder }) }, [
      plannedStage({ a: 1, b: 1 }, 1),
    ]);
    expect((await failureOf(data.batch(train(0)))).code).toBe('different-shapes');
  });
});

describe('a batch in order', () => {
  it('is cut at the end of the data', async () => {
    const data = load({ few: await digits({ skip: 10, take: 100 }) });
    expect([...(await data.batch(inOrder('few', 96, 64))).ids]).toEqual([96, 97, 98, 99]);
    expect((await data.batch(inOrder('few', 100, 64))).ids.length).toBe(0);
  });

  it('is never augmented', async () => {
    const flipped = load({ few: await digits({ take: 4, augment: [{ kind: 'flip', probability: 1 }] }) });
    const plain = load({ few: await digits({ take: 4 }) });
    expect(await flipped.batch(inOrder('few', 0, 4))).toEqual(await plain.batch(inOrder('few', 0, 4)));
  });
});

describe('data that fail', () => {
  it('report the first bad row of a batch', async () => {
    const good = await picture(1);
    const names = [...Array(20).keys()].map((i) => `a/${String(i).padStart(2, '0')}.png`);
    const folder = await folderWith(
      Object.fromEntries(names.map((name, i) => [name, i === 7 || i === 3 ? good.subarray(0, 60) : good])),
    );
    const data = load({ all: await plannedData('image-folder', { path: folder }) });
    for (let again = 0; again < 5; again++) {
      expect((await failureOf(data.batch(inOrder('all', 0, 20)))).where).toBe(`${folder}/a/03.png`);
    }
  });

  it('leave the others usable', async () => {
    const missing = { ...(await digits()), key: 'missing', config: { path: '/nowhere/train' } };
    const data = load({ missing, good: await digits() });
    expect((await failureOf(data.batch(inOrder('missing', 0, 1)))).code).toBe('missing-file');
    expect((await data.batch(inOrder('good', 0, 1))).ids.length).toBe(1);
  });

  it.each([{ take: 10_001 }, { skip: 10_000, take: 1 }, { fields: {} }])(
    'because they aren’t what was planned: %o',
    async (other) => {
      const data = load({ all: { ...(await digits()), ...other } });
      expect((await failureOf(data.batch(inOrder('all', 0, 1)))).code).toBe('data-changed');
    },
  );

  it('are fewer, with a warning, where corrupt images are skipped', async () => {
    const good = await picture(1);
    const folder = await folderWith({ 'a/1.png': good, 'a/2.png': good.subarray(0, 60), 'a/3.png': good });
    const warnings: string[] = [];
    const all = await plannedData('image-folder', { path: folder, corrupt: 'skip' });
    const data = loading(plan({ all }), {
      files: nodeFiles,
      decode: decodeImage,
      cacheBytes: 1e6,
      warn: ({ code, message }) => warnings.push(`${code}: ${message}`),
    });
    expect((await data.batch(inOrder('all', 0, 10))).ids.length).toBe(2);
    expect(warnings).toEqual(['corrupt-images-skipped: 1 image can’t be decoded and is left out: a/2.png.']);
  });
});

const cifar = `${process.cwd()}/../shared/data/cifar10/test.tar`;
it.skipIf(!existsSync(cifar))(
  'the cache stays under its cap over 1,600 images, where ../shared/data/cifar10/test.tar is there',
  async () => {
    const cap = 100 * 3072 + 1;
    const data = load(
      { all: await plannedData('image-folder', { path: cifar }) },
      [plannedStage({ all: 32 }, 50)],
      cap,
    );
    for (let step = 0; step < 50; step++) {
      await data.batch(train(step));
      expect(data.cache.bytes).toBeLessThanOrEqual(cap);
    }
    expect(data.cache.bytes).toBe(cap - 1);
  },
);
