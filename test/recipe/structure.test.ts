import { describe, expect, test } from 'vitest';
import { changed, fixed, found, recipe } from './recipes.ts';

test('the recipe of the design has no problem', async () => expect(await found(recipe)).toEqual([]));

describe('keys', () => {
  test('a misspelt key, once: it is not missing too', async () => {
    expect(await found(changed(['    length: 20', '    lenght: 20']))).toEqual(['unknown-key: lenght']);
  });

  test('its fix renames it', async () => {
    expect(await fixed(changed(['weight: 0.1', 'weigth: 0.1']))).toBe(recipe);
  });

  test('a key that is like no other lists what could stand there', async () => {
    expect(await found(changed(['seeds: [1]', 'colour: blue']))).toEqual(['unknown-key: colour']);
  });

  test('a key of one loss in another', async () => {
    expect(await found(changed(['{ loss: hard }', '{ loss: hard, temperature: 4 }']))).toEqual([
      'unknown-key: temperature',
    ]);
  });

  test('a missing key', async () => {
    expect(await found(changed(['version: 1\n', '']))).toEqual(['missing-key: name']);
  });

  test('a key of a layer', async () => {
    const layers = '{ kind: sequence, layers: [{ layer: flatten }, { layer: dense, unit: 10 }] }';
    expect(await found(changed(['{ kind: lenet5 }', layers]))).toContain('unknown-key: unit');
  });
});

describe('values', () => {
  test.each([
    [
      'text for a number',
      [
        'batch: 64\n    optimizer: { kind: adam, rate: 0.001',
        'batch: many\n    optimizer: { kind: adam, rate: 0.001',
      ],
      'wrong-type: many',
    ],
    ['a fraction for a whole number', ['take: 600', 'take: 600.5'], 'wrong-type: 600.5'],
    ['a list for a map', ['{ metric: accuracy, data: val }', '[val]'], 'wrong-type: [val]'],
    ['nothing at all', ['seeds: [1]', 'seeds:'], 'wrong-type: seeds'],
    ['a number below its limit', ['take: 600', 'take: 0'], 'out-of-range: 0'],
    ['a number above its limit', ['rate: 0.001', 'rate: 0.001, beta1: 2'], 'out-of-range: 2'],
    ['no finite number', ['rate: 0.001', 'rate: .inf'], 'out-of-range: .inf'],
    ['a length without a unit', ['length: 20 epochs', 'length: 20'], 'wrong-form: 20'],
    ['a length with an unknown unit', ['length: 20 epochs', 'length: 20 days'], 'wrong-form: 20 days'],
    ['a share as the length of a stage', ['length: 20 epochs', 'length: 20 %'], 'wrong-form: 20 %'],
    ['a stage without a step', ['length: 20 epochs', 'length: 0 epochs'], 'out-of-range: 0 epochs'],
    ['a word that is not allowed', ['shape: cosine', 'shape: cosin'], 'unknown-value: cosin'],
    ['an unknown loss', ['loss: kd', 'loss: kdd'], 'unknown-value: kdd'],
    ['an unknown network', ['kind: lenet5', 'kind: lenet'], 'unknown-value: lenet'],
    ['an unknown source', ['source: idx, path: ', 'source: idz, path: '], 'unknown-value: idz'],
    ['an empty list', ['seeds: [1]', 'seeds: []'], 'too-few: []'],
    [
      'a pair of three',
      ['[[hidden.1, features.2]]', '[[hidden.1, features.2, logits]]'],
      'too-many: [hidden.1, features.2, logits]',
    ],
    ['a name with a slash', ['  big:   {', '  b/g:   {'], 'wrong-form: b/g'],
    ['another version', ['version: 1', 'version: 2'], 'other-version: 2'],
  ] as const)('%s', async (_, change, expected) => {
    expect(await found(changed(change))).toContain(expected);
  });

  test('the nearest word is a fix', async () => {
    expect(await fixed(changed(['shape: cosine', 'shape: cosin']))).toBe(recipe);
  });

  test('of a schedule only the keys of its form are known', async () => {
    expect(await found(changed(['over: 100 %, shape: cosine', 'by: 0.1']))).toContain('unknown-key: by');
  });
});

describe('what is no recipe', () => {
  test.each([
    ['nothing', ''],
    ['a comment', '# later'],
    ['a word', 'hello'],
    ['a list', '- 1'],
  ])('%s', async (_, text) => {
    expect((await found(text)).map((line) => line.split(':')[0])).toEqual(['empty-recipe']);
  });

  test('broken YAML says nothing about what is not written yet', async () => {
    const codes = (await found('version: 1\ndata: { a: { source: idx')).map((line) => line.split(':')[0]);
    expect(codes).toContain('yaml-syntax');
    expect(codes).not.toContain('missing-key');
  });
});
