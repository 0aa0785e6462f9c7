import { describe, expect, test } from 'vitest';
import { changed, found, problemsOf, recipe } from '../recipes.ts';

describe('a key that is there is not missing, whatever its value', () => {
  test.each([
    ['nothing', ['train: big', 'train:'], 'wrong-type: train'],
    ['a map for a name', ['train: big', 'train: { model: big }'], 'wrong-type: { model: big }'],
    ['a word for terms', ['losses: [{ loss: hard }]', 'losses: hard'], 'wrong-type: hard'],
    ['words for terms', ['losses: [{ loss: hard }]', 'losses: [hard]'], 'wrong-type: hard'],
    [
      'a term for terms',
      ['losses: [{ loss: hard }]', 'losses: { loss: hard }'],
      'wrong-type: { loss: hard }',
    ],
    ['a slip in pairs', ['[[hidden.1, features.2]]', 'unifrom'], 'unknown-value: unifrom'],
    ['a tap for pairs', ['[[hidden.1, features.2]]', 'hidden.1'], 'unknown-value: hidden.1'],
    ['a slip in unless', ['    batch: 64\n', '    unless: checkpont\n'], 'unknown-value: checkpont'],
  ] as const)('%s', async (_, change, expected) => {
    expect(await found(changed(change))).toEqual([expected]);
  });
});

describe('a stage that could not be read may train anything', () => {
  test.each([
    ['no name', ['  - name: teach\n    train', '  - train'], 'missing-key: train'],
    ['a number for a name', ['name: teach', 'name: 1'], 'wrong-type: 1'],
    ['a model that there is not', ['train: big', 'train: bug'], 'unknown-model: bug'],
    ['a misspelt key', ['train: big', 'trian: big'], 'unknown-key: trian'],
  ] as const)('%s', async (_, change, expected) => {
    expect(await found(changed(change))).toEqual([expected]);
  });

  test('a teacher is missed where its key is misspelt: once', async () => {
    expect(await found(changed(['teachers: big', 'teacher: big']))).toEqual(['unknown-key: teacher']);
  });

  test('what is missing from another stage is still said', async () => {
    const text = changed(
      ['train: big', 'trian: big'],
      [`    optimizer: { kind: adam, rate: { from: 0.002, to: 0, over: 100 %, shape: cosine } }\n`, ''],
    );
    expect(await found(text)).toEqual(['unknown-key: trian', 'missing-key: name']);
  });
});

describe('a section that could not be read makes no name of it unknown or unused', () => {
  test.each([
    ['data', ['data:\n', 'data:\nx:\n'], ['wrong-type: data', 'unknown-key: x']],
    ['models', ['models:\n', 'nets:\n'], ['unknown-key: nets']],
    ['stages', ['stages:\n', 'stages:\nx:\n'], ['wrong-type: stages', 'unknown-key: x']],
  ] as const)('%s', async (_, change, expected) => {
    expect(await found(changed(change))).toEqual(expected);
  });

  test('no stages at all', async () => {
    const [head = ''] = recipe.split('stages:');
    expect(await found(`${head}stages: []\n`)).toEqual(['too-few: []']);
  });
});

describe('one mistake is one problem', () => {
  test.each([
    ['a number for a list of a network', ['hidden: [32]', 'hidden: 32'], 'wrong-type: 32'],
    ['a missing key of a network', ['kind: lenet5', 'kind: resnet'], 'missing-key: kind'],
    [
      'a model that starts from itself',
      ['hidden: [32] } }', 'hidden: [32] }, init: { from: small } }'],
      'cyclic-init: small',
    ],
    ['a name of a model, misspelt where it is given', ['  small: {', '  smal: {'], 'unknown-model: small'],
    ['a data set of a mix that there is not', ['{ labelled: 1', '{ labeled: 1'], 'unknown-data: labeled'],
  ] as const)('%s', async (_, change, expected) => {
    expect(await found(changed(change))).toEqual([expected]);
  });

  test('a key of a stage that another one takes over', async () => {
    const text = changed(
      ['  - name: teach\n    train: big', '  - &first\n    name: teach\n    train: big\n    colour: 3'],
      ['  - name: distil', '  - <<: *first\n    name: distil'],
    );
    expect(await found(text)).toEqual(['unknown-key: colour']);
  });

  test('what a stage lacks is said at its first key, whatever it is', async () => {
    for (const [key, line] of [
      ['train', '    train: big\n'],
      ['length', '    length: 20 epochs\n'],
      ['optimizer', '    optimizer: { kind: adam, rate: 0.001 }\n'],
      ['losses', '    losses: [{ loss: hard }]\n'],
    ] as const) {
      const text = changed([line, '']);
      const missing = (await problemsOf(text)).find(({ code }) => code === 'missing-key');
      expect(missing?.message).toContain(`The key ${key} is missing`);
      expect(missing?.range.start).toBe(text.indexOf('name: teach'));
    }
  });
});
