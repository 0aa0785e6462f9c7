import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { format } from '../../../server/distill/checkpoints/safetensors.ts';
import { mlp } from '../../../server/distill/networks/mlp.ts';
import { sizeOf, type HostTensors } from '../../../server/distill/tensors.ts';
import { gather } from '../../../server/recipe/gather.ts';
import { parse } from '../../../server/recipe/parse.ts';
import { plan } from '../../../server/recipe/plan.ts';
import { changed, found, recipe, recipePath } from '../recipes.ts';

const teach = /  - name: teach\n(?:    .*\n)+/u.exec(recipe)?.[0] ?? '';

/** The recipe with a teacher that is loaded from a file. */
const given = (path: string): string =>
  changed(
    [teach, ''],
    ['kind: lenet5 }', `kind: mlp, hidden: [64] }, checkpoint: ${path}`],
    ['features.2', 'hidden.1'],
  );

/** The recipe with a teacher that is trained once into a file. */
const made = (path: string): string =>
  changed(
    ['kind: lenet5 }', `kind: lenet5 }, checkpoint: ${path}`],
    ['    train: big\n', '    train: big\n    unless: checkpoint\n'],
  );

async function file(
  tensors: HostTensors,
  metadata: Readonly<Record<string, string>> = {},
  cut = 0,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'retort-recipe-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'big.safetensors');
  const bytes = format(tensors, metadata);
  await writeFile(path, bytes.subarray(0, bytes.length - cut));
  return path;
}

const tensorsOf = (hidden: number): HostTensors => {
  const fields = { image: { shape: [28, 28, 1], dtype: 'float32' } } as const;
  const { parameters } = mlp.build({ hidden: [hidden] }, { fields, classes: 10, files: {} });
  return Object.fromEntries(
    parameters.map(({ name, shape }) => [name, { shape, data: new Float32Array(sizeOf(shape)) }]),
  );
};

const stageHash = async (text: string) => {
  const document = parse(text);
  const planned = plan(document, await gather(document, recipePath), {
    backend: { name: 'cpu', threads: () => 1 },
  });
  return planned.stages[0];
};

describe('a checkpoint that is given', () => {
  let whole: HostTensors = {};
  beforeAll(() => (whole = tensorsOf(64)));

  test('fits', async () => expect(await found(given(await file(whole)))).toEqual([]));

  test('is missing', async () => {
    expect(await found(given('nowhere.safetensors'))).toEqual(['missing-file: nowhere.safetensors']);
  });

  test('is cut off', async () => {
    const path = await file(whole, {}, 4);
    expect(await found(given(path))).toEqual([`unusable-checkpoint: ${path}`]);
  });

  test('is of another architecture', async () => {
    const path = await file(tensorsOf(32));
    expect(await found(given(path))).toEqual([`other-architecture: ${path}`]);
  });
});

describe('a checkpoint that a stage makes', () => {
  test('may be missing', async () => expect(await found(made('later/big.safetensors'))).toEqual([]));

  test('is not overwritten when no stage made it', async () => {
    const path = await file(tensorsOf(64));
    expect(await found(made(path))).toEqual([`foreign-checkpoint: ${path}`]);
  });

  test('is trained with the first seed alone', async () => {
    expect(await stageHash(made('later/big.safetensors'))).toMatchObject({ seeds: 'first', skip: null });
  });

  test('is not trained again when this very stage made it', async () => {
    const hash = (await stageHash(made('later/big.safetensors')))?.hash ?? '';
    const path = await file(tensorsOf(64), { 'retort.stage': hash });
    expect((await stageHash(made(path)))?.skip).toContain('was made by this very stage');
  });

  test('is trained again when anything that decides it changed', async () => {
    const hash = (await stageHash(made('later/big.safetensors')))?.hash ?? '';
    const path = await file(tensorsOf(64), { 'retort.stage': hash });
    expect((await stageHash(made(path).replace('20 epochs', '21 epochs')))?.skip).toBeNull();
  });

  test('needs a place', async () => {
    const text = changed(['    train: big\n', '    train: big\n    unless: checkpoint\n']);
    expect(await found(text)).toEqual(['missing-checkpoint: checkpoint']);
  });

  test('belongs to one model', async () => {
    const text = changed(
      ['kind: lenet5 }', 'kind: lenet5 }, checkpoint: x.safetensors'],
      ['hidden: [32] }', 'hidden: [32] }, checkpoint: x.safetensors'],
    );
    expect(await found(text)).toEqual(['checkpoint-shared: x.safetensors']);
  });
});
