import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { changed, found, mnist, problemsOf, recipe } from '../recipes.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'retort-recipe-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

describe('data sets', () => {
  test('a file that is missing', async () => {
    expect(await found(changed([`${mnist}/t10k`, 'nowhere/t10k']))).toContain('missing-file: nowhere/t10k');
  });

  test('a file that is no such data', async () => {
    const path = await folder();
    await writeFile(join(path, 'x-images-idx3-ubyte'), 'not idx');
    await writeFile(join(path, 'x-labels-idx1-ubyte'), 'not idx');
    expect(await found(changed([`${mnist}/t10k`, `${path}/x`]))).toContain(`unusable-data: ${path}/x`);
  });

  test('all of them skipped', async () => {
    expect(await found(changed(['skip: 50000', 'skip: 60000']))).toContain('empty-data: 60000');
  });

  test('more taken than there are', async () => {
    expect(await found(changed(['take: 600 ', 'take: 60001 ']))).toContain('too-few-samples: 60001');
  });

  test('more taken than there are says nothing about splits', async () => {
    expect(await found(changed(['take: 600 ', 'take: 300000 ']))).toEqual(['too-few-samples: 300000']);
  });

  test('numbers for channels that are not there', async () => {
    const text = changed(['take: 600 }', 'take: 600, normalize: { mean: [0.1, 0.2], deviation: 1 } }']);
    expect(await found(text)).toContain('wrong-channels: [0.1, 0.2]');
  });

  test('one that is normalised and another that is not, in one model', async () => {
    const text = changed(['take: 600 }', 'take: 600, normalize: { mean: 0.1, deviation: 0.3 } }']);
    const problems = await problemsOf(text);
    expect(problems.map(({ code, severity }) => `${severity} ${code}`)).toContain(
      'warning normalize-differs',
    );
  });

  test('a model of other classes', async () => {
    expect(await found(changed(['kind: lenet5 }', 'kind: lenet5 }, classes: 12']))).toContain(
      'classes-differ: 12',
    );
  });

  test('a student of other classes is one problem that shows all the data', async () => {
    const text = changed(['hidden: [32] }', 'hidden: [32] }, classes: 7']);
    const problems = await problemsOf(text);
    expect(problems.map(({ code }) => code)).toEqual(['classes-differ']);
    expect(problems[0]?.message).toBe(
      "small has 7 classes and its data have 10. Use data with the same classes, or correct the model's.",
    );
    expect(problems[0]?.related?.map(({ message }) => message)).toEqual([
      'labelled: 10 classes',
      'val: 10 classes',
      'test: 10 classes',
    ]);
  });

  test('a network that can’t be built for them', async () => {
    const layers = '{ kind: sequence, layers: [{ layer: dense, units: 10 }, { layer: max-pool }] }';
    expect(
      (await found(changed(['{ kind: lenet5 }', layers]))).some((line) => line === 'bad-network: sequence'),
    ).toBe(true);
  });
});

describe('batches', () => {
  test('smaller than the number of parts', async () => {
    const text = changed(['length: 10 epochs\n    batch: 64', 'length: 10 epochs\n    batch: 1']);
    expect(await found(text)).toContain('batch-too-small: 1');
  });

  test('that take a sample twice', async () => {
    const text = changed(['take: 600 ', 'take: 60 ']);
    expect((await problemsOf(text)).map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'warning batch-exceeds-data',
    ]);
  });

  test('that can’t be split into micro-batches', async () => {
    const text = changed(['length: 20 epochs', 'accumulate: 3\n    length: 20 epochs']);
    expect(await found(text)).toEqual(['batch-not-divisible: 3']);
  });
});

test('a length without a readable unit is a problem of form only', async () => {
  const text = changed(['length: 20 epochs', 'length: 120 stepz']);
  expect(await found(text)).toEqual(['wrong-form: 120 stepz']);
});

test('a length of no step', async () => {
  const text = changed(['length: 20 epochs', 'length: 0 steps']);
  expect(await found(text)).toEqual(['out-of-range: 0 steps']);
});

test('a schedule that the stage ends before', async () => {
  const text = changed(['over: 100 %', 'over: 11 epochs']);
  expect(await found(text)).toEqual(['schedule-too-long: 11 epochs']);
  const [problem] = await problemsOf(text);
  expect(problem?.related?.map(({ range }) => text.slice(range.start, range.end))).toEqual(['10 epochs']);
});

test.each(['[90 steps, 60 steps]', '[60 steps, 60 steps]', '[50 %, 60 steps]'])(
  'drops that do not rise: %s',
  async (step) => {
    const text = changed(['rate: 0.001', `rate: { from: 0.001, step: ${step}, by: 0.1 }`]);
    expect(await found(text)).toEqual(['unordered-drops: 60 steps']);
  },
);

test('drops that rise', async () => {
  const text = changed(['rate: 0.001', 'rate: { from: 0.001, step: [60 steps, 50 %, 15 epochs], by: 0.1 }']);
  expect(await found(text)).toEqual([]);
});

test('a drop after the end', async () => {
  const text = changed(['rate: 0.001', 'rate: { from: 0.001, step: [10 epochs, 21 epochs], by: 0.1 }']);
  expect(await found(text)).toEqual(['schedule-too-long: 21 epochs']);
});

test('facts that are missing are needs, and what can be said without them is said', async () => {
  const { check } = await import('../../../server/recipe/check.ts');
  const { noFacts } = await import('../../../server/recipe/facts.ts');
  const { parse } = await import('../../../server/recipe/parse.ts');
  const { problems, needs } = check(
    parse(recipe.replace('seeds: [1]', 'seeds: [1, 1]')),
    noFacts('/somewhere/x.distill.yaml'),
  );
  expect(problems.map(({ code }) => code)).toEqual(['duplicate-seed']);
  expect(needs.map(({ kind }) => kind)).toEqual(['source', 'source']);
});
