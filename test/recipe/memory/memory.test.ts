import { describe, expect, it } from 'vitest';
import { buildNetworks } from '../../../server/distill/models.ts';
import type { Plan } from '../../../server/distill/plan.ts';
import { gather } from '../../../server/recipe/gather.ts';
import { fittingBatches, refuseUnlessItFits, withBatch } from '../../../server/recipe/memory/fit.ts';
import { memoryOf } from '../../../server/recipe/memory/memory.ts';
import { parse } from '../../../server/recipe/parse.ts';
import { plan } from '../../../server/recipe/plan.ts';
import { changed, recipe, recipePath } from '../recipes.ts';

async function planOf(text: string, backend = 'onnx'): Promise<Plan> {
  const document = parse(text);
  return plan(document, await gather(document, recipePath), { backend: { name: backend, threads: () => 1 } });
}

const teacherBatch = (batch: number): string =>
  changed(['length: 20 epochs\n    batch: 64', `length: 20 epochs\n    batch: ${batch}`]);

const planned = await planOf(recipe);
const large = await planOf(
  changed(['length: 10 epochs\n    batch: 64', 'length: 10 epochs\n    batch: 2048']),
);
const networks = await buildNetworks(planned, () => Promise.resolve(null));

describe.each(['onnx', 'wasm', 'cpu'])('the memory estimate on %s', (backend) => {
  it('is the sum of its parts, each named', async () => {
    const { bytes, parts } = memoryOf(await planOf(recipe, backend), networks);
    expect(bytes).toBe(Object.values(parts).reduce((sum, part) => sum + part, 0));
    expect(Object.values(parts).every((part) => part >= 0)).toBe(true);
  });

  it('grows with the batch of a stage, in that stage', async () => {
    const [small, grown] = [
      memoryOf(await planOf(recipe, backend), networks),
      memoryOf(await planOf(teacherBatch(512), backend), networks),
    ];
    expect(grown.stages.teach).toBeGreaterThan(small.stages.teach ?? Infinity);
  });

  it('grows where student and teacher are compared sample by sample', async () => {
    const made = await planOf(recipe, backend);
    const [teacher] = made.stages.at(-1)?.teachers ?? [];
    const apart = new Map(networks);
    const network = networks.get(teacher ?? '');
    if (teacher === undefined || network === undefined) throw new Error('The recipe has a teacher.');
    // Of other classes, they can't be.
    apart.set(teacher, { ...network, classes: null });
    expect(memoryOf(made, networks).stages.distil).toBeGreaterThan(
      memoryOf(made, apart).stages.distil ?? Infinity,
    );
  });

  it('grows with the samples of an evaluation', async () => {
    const wide = await planOf(
      recipe.replace('metrics: [accuracy]', 'batch: 2048, metrics: [accuracy]'),
      backend,
    );
    const { bytes } = memoryOf(await planOf(recipe, backend), networks);
    expect(memoryOf(wide, networks).bytes).toBeGreaterThan(bytes);
  });
});

it('counts files that are kept in memory once, however many data sets read them', () => {
  const { labelled, val, test } = planned.data;
  const files = [...(labelled?.files ?? []), ...(test?.files ?? [])];
  expect(val?.key).toBe(labelled?.key);
  expect(memoryOf(planned, networks).parts.data).toBe(files.reduce((sum, { bytes }) => sum + bytes, 0));
});

describe('a plan that would not fit', () => {
  const { bytes } = memoryOf(large, networks);
  const limit = memoryOf({ ...large, stages: halved(large, 4) }, networks).bytes;

  function halved({ stages }: Plan, divisor: number) {
    return stages.map((stage) => (stage.name === 'distil' ? (withBatch(stage, divisor) ?? stage) : stage));
  }

  it('is refused with both figures, the stage, and the batch size that would fit', () => {
    expect(limit).toBeLessThan(bytes);
    expect(() => refuseUnlessItFits(large, networks, limit)).toThrow(
      expect.objectContaining({
        code: 'out-of-memory-ahead',
        message: expect.stringMatching(/take \d.*B of memory; \d.*B are available/u) as string,
        where: 'stage distil',
        next: expect.stringContaining('`batch: 512` in distil') as string,
      }),
    );
  });

  it('fits by its own estimate with that batch size, and not with twice that', () => {
    expect(fittingBatches(large, networks, limit)).toEqual({ distil: 512 });
    const twice = { ...large, stages: halved(large, 2) };
    expect(memoryOf(twice, networks).bytes).toBeGreaterThan(limit);
  });

  it('says what takes most where no batch is small enough', () => {
    expect(fittingBatches(planned, networks, 1000)).toBeNull();
    expect(() => refuseUnlessItFits(planned, networks, 1000)).toThrow(
      expect.objectContaining({ next: expect.stringContaining('No smaller batch would fit') as string }),
    );
  });
});

it('lets a plan pass that fits exactly', () => {
  expect(() => refuseUnlessItFits(planned, networks, memoryOf(planned, networks).bytes)).not.toThrow();
});
