import { describe, expect, test } from 'vitest';
import type { Plan } from '../../server/distill/plan.ts';
import { gather } from '../../server/recipe/gather.ts';
import { parse } from '../../server/recipe/parse.ts';
import { plan, type Choices } from '../../server/recipe/plan.ts';
import { changed, mnist, recipe, recipePath } from './recipes.ts';

const choices: Choices = { backend: { name: 'wasm', threads: () => 2 } };

async function planOf(text: string, chosen = choices, path = recipePath): Promise<Plan> {
  const document = parse(text);
  return plan(document, await gather(document, path), chosen);
}

const distil = async (...changes: readonly (readonly [string, string])[]) =>
  (await planOf(changed(...changes))).stages[1];

/** Paths of all values that JSON would lose or change. */
function lost(value: unknown, path = 'plan'): readonly string[] {
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value))) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => lost(item, `${path}.${key}`));
}

describe('a plan', () => {
  test('is JSON without loss', async () => {
    const planned = await planOf(recipe);
    expect(lost(planned)).toEqual([]);
    expect(JSON.parse(JSON.stringify(planned))).toEqual(planned);
  });

  test('is a function of recipe, facts and choices', async () => {
    expect(JSON.stringify(await planOf(recipe))).toBe(JSON.stringify(await planOf(recipe)));
  });

  test('holds absolute paths and the hash of every file', async () => {
    const { data } = await planOf(recipe);
    expect(data.test?.config).toEqual({ path: `${mnist}/t10k` });
    expect(data.test?.files.map(({ path, bytes }) => [path, bytes])).toEqual([
      [`${mnist}/t10k-images-idx3-ubyte`, 7840016],
      [`${mnist}/t10k-labels-idx1-ubyte`, 10008],
    ]);
    // sha256sum of the file as Yann LeCun published it.
    expect(data.test?.files[1]?.sha256).toBe(
      'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
    );
  });

  test('gives data of the same content the same key', async () => {
    const { data } = await planOf(recipe);
    expect(data.labelled?.key).toBe(data.val?.key);
    expect(data.labelled?.key).not.toBe(data.test?.key);
  });

  test('says what models are', async () => {
    const { models } = await planOf(recipe);
    expect(models.small).toMatchObject({
      kind: 'mlp',
      config: { hidden: [32] },
      inputs: { image: 'image' },
      classes: 10,
      parameters: 784 * 32 + 32 + 32 * 10 + 10,
      bytes: 4 * (784 * 32 + 32 + 32 * 10 + 10),
      taps: { 'hidden.1': [32], logits: [10] },
      checkpoint: null,
      weights: null,
      init: null,
    });
  });

  test('is refused for a recipe with an error', async () => {
    await expect(planOf(changed(['loss: kd', 'loss: kdd']))).rejects.toMatchObject({
      code: 'recipe-has-errors',
    });
  });

  test('is refused before the facts are there', async () => {
    const { noFacts } = await import('../../server/recipe/facts.ts');
    expect(() => plan(parse(recipe), noFacts(recipePath), choices)).toThrow(
      expect.objectContaining({ code: 'facts-missing' }),
    );
  });

  test('takes the backend and the seeds from outside where the recipe names none', async () => {
    expect((await planOf(recipe, { ...choices, seeds: [7, 8] })).seeds).toEqual([7, 8]);
    expect((await planOf(recipe)).backend).toEqual({ name: 'wasm', threads: 2 });
    const pinned = changed(['seeds: [1]', 'backend: cpu']);
    expect((await planOf(pinned)).backend.name).toBe('cpu');
    const forced: Choices = { backend: { name: 'wasm', threads: () => 1, override: true } };
    expect((await planOf(pinned, forced)).backend).toEqual({ name: 'wasm', threads: 1 });
  });

  test('is named after its file when the recipe has no name', async () => {
    const planned = await planOf(changed(['name: MNIST from 600 labels\n', '']));
    expect(planned.name).toBe('test');
  });
});

describe('a stage', () => {
  test('splits its batch by the mix', async () => {
    const stage = await distil();
    expect(stage?.parts).toEqual([
      { data: 'labelled', samples: 16 },
      { data: 'transfer', samples: 48 },
    ]);
  });

  test('counts epochs by its slowest part', async () => {
    expect(await distil()).toMatchObject({ stepsPerEpoch: 1041, steps: 10410 });
  });

  test('states every parameter of its losses', async () => {
    const stage = await distil();
    expect(stage?.updates[0]?.terms[1]).toEqual({
      id: 'kd',
      loss: 'kd',
      weight: { kind: 'constant', value: 0.9 },
      reduction: 'batchmean',
      parameters: { form: 'kl', t2: true, direction: 'forward', mask: 'exclude', temperature: 4 },
      scalars: { temperature: { kind: 'constant', value: 4 } },
      data: null,
      teacher: 'big',
      pairs: [
        {
          id: 'distil/kd/0',
          student: 'logits',
          studentShape: [10],
          teacher: 'logits',
          teacherShape: [10],
          projection: { kind: 'none', parameters: {} },
          weight: 1,
        },
      ],
    });
  });

  test('pairs taps with shapes and projection', async () => {
    const stage = await distil();
    expect(stage?.updates[0]?.terms[2]?.pairs).toEqual([
      {
        id: 'distil/shape/0',
        student: 'hidden.1',
        studentShape: [32],
        teacher: 'features.2',
        teacherShape: [4, 4, 16],
        projection: { kind: 'linear', parameters: expect.any(Object) as unknown },
        weight: 1,
      },
    ]);
  });

  test('schedules in steps', async () => {
    const stage = await distil();
    expect(stage?.updates[0]?.optimizer.scalars.rate).toEqual({
      kind: 'ramp',
      from: 0.002,
      to: 0,
      steps: 10410,
      shape: 'cosine',
    });
    const drops = await distil([
      '{ from: 0.002, to: 0, over: 100 %, shape: cosine }',
      '{ from: 0.1, step: [50 %, 9 epochs], by: 0.1 }',
    ]);
    expect(drops?.updates[0]?.optimizer.scalars.rate).toEqual({
      kind: 'drops',
      from: 0.1,
      at: [5205, 9369],
      by: 0.1,
    });
  });

  test('freezes what its pattern leaves out', async () => {
    const stage = await distil(['train: small', 'train: small/hidden.1/**']);
    expect(stage?.updates[0]?.variables).toEqual(['hidden.1/kernel', 'hidden.1/bias']);
  });

  test('pairs blocks by a rule', async () => {
    const stage = await distil(
      ['[[hidden.1, features.2]]', 'uniform'],
      ['kind: lenet5', 'kind: mlp, hidden: [64, 48]'],
    );
    expect(stage?.updates[0]?.terms[2]?.pairs.map(({ student, teacher }) => [student, teacher])).toEqual([
      ['hidden.1', 'hidden.2'],
    ]);
  });
});

describe('the baseline', () => {
  test('is the stage without the terms that read a teacher, with weights that sum to 1', async () => {
    const stage = await distil();
    expect(stage?.baseline?.updates[0]?.terms.map(({ id, weight }) => [id, weight])).toEqual([
      ['hard', { kind: 'constant', value: 1 }],
    ]);
    expect({ ...stage?.baseline?.updates[0], terms: [] }).toEqual({ ...stage?.updates[0], terms: [] });
  });

  test('keeps the form of a scheduled weight', async () => {
    const stage = await distil(['weight: 0.1,', 'weight: { from: 0.5, to: 1, over: 50 % },']);
    expect(stage?.baseline?.updates[0]?.terms[0]?.weight).toMatchObject({ kind: 'ramp', from: 1, to: 2 });
  });

  test('is not there when no label is left', async () => {
    expect(
      (await distil(['      - { loss: hard, weight: 0.1, data: labelled }\n', '']))?.baseline,
    ).toBeNull();
  });

  test('is not there for a stage without a teacher', async () => {
    expect((await planOf(recipe)).stages[0]?.baseline).toBeNull();
  });
});

describe('what the teacher says', () => {
  test('is computed once where data repeat exactly', async () => {
    expect((await distil())?.targets).toBe('stored');
  });

  test('is computed with every batch where a part is augmented', async () => {
    const stage = await distil(['take: 600 }', 'take: 600, augment: [{ kind: flip }] }']);
    expect(stage?.targets).toBe('each-step');
  });

  test('is computed with every batch where the stage sees few of the samples', async () => {
    expect((await distil(['length: 10 epochs', 'length: 100 steps']))?.targets).toBe('each-step');
  });

  test('is computed with every batch where it would not fit', async () => {
    const wide = await distil(['kind: lenet5', 'kind: mlp, hidden: [4000]'], ['features.2', 'hidden.1']);
    expect(wide?.targets).toBe('each-step');
  });
});

describe('intervals', () => {
  test('a short stage is evaluated every epoch, a long one 25 times', async () => {
    const planned = await planOf(changed(['length: 20 epochs', 'length: 100 epochs']));
    expect(planned.stages.map(({ evaluateEvery }) => evaluateEvery)).toEqual([36, 1041]);
    expect((planned.stages[0]?.steps ?? 0) / 36).toBe(25);
  });

  test('what the recipe states is taken as it is', async () => {
    const planned = await planOf(
      changed(
        ['evaluate: {', 'diagnostics: { every: 10 steps }\nevaluate: { every: 5 steps,'],
        ['every: 1 epoch', 'every: 7 steps'],
      ),
    );
    expect(planned.stages.map(({ evaluateEvery }) => evaluateEvery)).toEqual([5, 5]);
    expect(planned.diagnostics.everySteps).toBe(10);
    expect(planned.checkpoints.everySteps).toBe(7);
  });

  test('diagnostics are rare, on a probe of the selection split', async () => {
    const { diagnostics } = await planOf(recipe);
    expect(diagnostics).toMatchObject({
      everySteps: 209,
      gradients: true,
      probe: { data: 'val', samples: 512 },
    });
  });

  test('layers are compared where there is a teacher', async () => {
    const { diagnostics } = await planOf(recipe);
    expect(diagnostics.matrix).toMatchObject([
      { stage: 'distil', teacherModel: 'big', student: ['hidden.1', 'logits'] },
    ]);
  });

  test('val selects and test gives the figures', async () => {
    const { evaluate } = await planOf(changed([/evaluate: .*\n/u.exec(recipe)?.[0] ?? '', '']));
    expect(evaluate).toMatchObject({
      select: { metric: 'accuracy', data: 'val' },
      during: ['val'],
      final: ['test'],
    });
  });
});

describe('the hash of a stage', () => {
  const hashes = async (text: string, path?: string) =>
    (await planOf(text, choices, path)).stages.map(({ hash }) => hash);

  test('changes with what decides the model, also of an earlier stage', async () => {
    const [teach, student] = await hashes(recipe);
    const [taught, later] = await hashes(changed(['rate: 0.001', 'rate: 0.002']));
    expect(taught).not.toBe(teach);
    expect(later).not.toBe(student);
  });

  test('of a teacher’s stage stays when only its student changes', async () => {
    const [teach, student] = await hashes(recipe);
    const [same, other] = await hashes(changed(['temperature: 4', 'temperature: 5']));
    expect([same === teach, other === student]).toEqual([true, false]);
  });

  test('stays when the recipe moves', async () => {
    expect(await hashes(recipe, '/elsewhere/other.distill.yaml')).toEqual(await hashes(recipe));
  });
});
