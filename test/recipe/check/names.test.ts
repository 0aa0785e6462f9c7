import { describe, expect, test } from 'vitest';
import { changed, fixed, found, problemsOf, recipe } from '../recipes.ts';

describe('names that mean nothing', () => {
  test.each([
    ['a model that trains', ['train: small', 'train: smal'], 'unknown-model: smal'],
    ['a part of a model that trains', ['train: small', 'train: smal/hidden.1/**'], 'unknown-model: smal'],
    ['a teacher', ['teachers: big', 'teachers: [bigger]'], 'unknown-model: bigger'],
    ['the teacher of a term', ['temperature: 4', 'temperature: 4, teachers: bigg'], 'unknown-model: bigg'],
    ['a data set', ['data: labelled\n', 'data: labeled\n'], 'unknown-data: labeled'],
    ['a part of a mix', ['transfer: 3', 'transfers: 3'], 'unknown-data: transfers'],
    ['the data of a term', ['data: labelled }', 'data: labeled }'], 'unknown-data: labeled'],
    ['a scored split', ['data: [val, test]', 'data: [val, tests]'], 'unknown-data: tests'],
    ['the split that selects', ['data: val }', 'data: vall }'], 'unknown-data: vall'],
    [
      'the split of the probe',
      ['seeds: [1]', 'diagnostics: { probe: { data: probe } }'],
      'unknown-data: probe',
    ],
    ['a tap of the student', ['hidden.1,', 'hidden.2,'], 'unknown-tap: hidden.2'],
    ['a tap of the teacher', ['features.2]', 'feature.2]'], 'unknown-tap: feature.2'],
    ['variables', ['train: small', 'train: small/block.1/**'], 'unknown-variables: small/block.1/**'],
    ['an input', ['kind: lenet5 }', 'kind: lenet5 }, inputs: { pixels: image }'], 'unknown-input: pixels'],
    ['a field', ['kind: lenet5 }', 'kind: lenet5 }, inputs: { image: pixels }'], 'unknown-field: pixels'],
    [
      'the model to start from',
      ['hidden: [32] }', 'hidden: [32] }, init: { from: bigg }'],
      'unknown-model: bigg',
    ],
  ] as const)('%s', async (_, change, expected) => {
    expect(await found(changed(change))).toContain(expected);
  });

  test('the nearest name is a fix', async () => {
    expect(await fixed(changed(['[hidden.1, features.2]', '[hiden.1, features.2]']))).toBe(recipe);
  });

  test('what there is is said where nothing is near', async () => {
    const [problem] = await problemsOf(changed(['hidden.1,', 'xyz,']));
    expect(problem?.message).toBe('small has no tap xyz. There are hidden.1, logits.');
  });
});

describe('names that are there twice', () => {
  test('stages', async () => {
    expect(await found(changed(['name: distil', 'name: teach']))).toContain('duplicate-stage: teach');
  });

  test('terms whose ids are the names of their losses', async () => {
    const twice = changed([
      '      - { id: shape, loss: hint',
      '      - { loss: kd, weight: 1 }\n      - { id: shape, loss: hint',
    ]);
    expect(await found(twice)).toEqual(['duplicate-term: kd']);
  });

  test('seeds', async () =>
    expect(await found(changed(['[1]', '[1, 2, 1]']))).toEqual(['duplicate-seed: 1']));

  test('the first is related', async () => {
    const text = changed(['name: distil', 'name: teach']);
    const [problem] = await problemsOf(text);
    const [related] = problem?.related ?? [];
    expect(related?.range.start).toBe(text.indexOf('teach'));
  });
});

describe('names that nobody uses', () => {
  test('a model', async () => {
    const text = changed(['models:\n', 'models:\n  idle: { network: { kind: lenet5 } }\n']);
    expect(await found(text)).toEqual(['unused-model: idle']);
    expect((await problemsOf(text)).map(({ severity }) => severity)).toEqual(['warning']);
  });

  test('a data set', async () => {
    expect(await found(changed(['  test: ', '  rest: '], ['[val, test]', '[val]']))).toContain(
      'unused-data: rest',
    );
  });

  const idle = ['models:\n', 'models:\n  idle: { network: { kind: lenet5 } }\n'] as const;
  const spare = ['  val: ', '  spare: { source: idx, path: here, labels: none }\n  val: '] as const;

  test.each([
    ['the name of the recipe', idle, ['name: MNIST from 600 labels', 'name: idle']],
    ['a stage', idle, ['name: teach', 'name: idle']],
    ['the id of a term', idle, ['id: shape', 'id: idle']],
    ['data', idle, ['  test: ', '  idle: ']],
    ['a tap', idle, ['hidden.1, features.2', 'hidden.1, idle']],
  ] as const)('a model whose name is also that of %s', async (_, model, same) => {
    expect(await found(changed(same, model))).toContain('unused-model: idle');
  });

  test('data whose name is also that of a model', async () => {
    expect(await found(changed(spare).replaceAll('big', 'spare'))).toContain('unused-data: spare');
  });

  test.each([
    ['a part of a mix', ['transfer: 3', 'spare: 3']],
    ['a term', ['data: labelled }', 'data: [labelled, spare] }']],
    ['prompts', ['data: labelled\n', 'data: { sample: small, prompts: spare }\n']],
    ['labels of heads', ['data: labelled\n', 'data: labelled\n    heads: { spare: old }\n']],
    ['a term of a loss with a slip', ['loss: hard, weight: 0.1, data: labelled', 'loss: hrad, data: spare']],
    ['a list where none can stand', ['data: labelled\n', 'data: [labelled, spare]\n']],
    ['a key with a slip', ['teachers: big', 'teachers: big\n    dta: spare']],
    [
      'values that are tried',
      ['evaluate:', 'sweep: { over: { distil/hard.data: [labelled, spare] } }\nevaluate:'],
    ],
  ] as const)('but not data that are named in %s', async (_, change) => {
    expect(await found(changed(spare, change))).not.toContain('unused-data: spare');
  });

  test('nor a model that a pair names, however it is spelt', async () => {
    const text = changed(idle, ['features.2', String.raw`"id\u006ce/features.2"`]);
    expect(await found(text)).not.toContain('unused-model: idle');
  });

  test('val and test are used without being named', async () => {
    expect(await found(changed([/evaluate: .*\n/u.exec(recipe)?.[0] ?? '', '']))).toEqual([]);
  });
});

describe('what a stage has to say', () => {
  test('train and updates exclude each other', async () => {
    const both = changed([
      '    losses: [{ loss: hard }]',
      '    losses: [{ loss: hard }]\n    updates: [{ train: big, losses: [{ loss: hard }] }]',
    ]);
    expect(await found(both)).toContain('conflicting-keys: teach');
  });

  test('a single update is another way to write train and losses', async () => {
    const one = changed(
      ['    train: big\n', ''],
      ['    losses: [{ loss: hard }]', '    updates: [{ train: big, losses: [{ loss: hard }] }]'],
    );
    expect(await found(one)).toEqual([]);
  });

  test.each([
    ['train', ['    train: big\n', ''], 'missing-key: name'],
    ['losses', ['    losses: [{ loss: hard }]\n', ''], 'missing-key: name'],
    ['optimizer', ['    optimizer: { kind: adam, rate: 0.001 }\n', ''], 'missing-key: name'],
  ] as const)('%s', async (_, change, expected) => {
    expect(await found(changed(change))).toContain(expected);
  });
});
