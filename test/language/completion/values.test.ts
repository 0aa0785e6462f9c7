import { describe, expect, test } from 'vitest';
import { changed } from '../../recipe/recipes.ts';
import { accepting, labels, offered } from './apply.ts';

const pairs = '[[hidden.1, features.2]], project: linear';

describe('values', () => {
  test('of a tag are what is built, with what it is', async () => {
    const items = await offered(changed(['loss: kd', 'loss: █']));
    expect(items.slice(0, 2)).toMatchObject([
      { label: 'hard', detail: 'Cross-entropy with the hard label' },
      { label: 'kd' },
    ]);
    expect(items.map(({ label }) => label)).not.toContain('dkd');
  });

  test.each([
    [
      'of an enum, the default first',
      ['losses: [{ loss: hard }]', 'losses: [{ loss: hint, variant: █ }]'],
      ['reference', 'paper'],
    ],
    [
      'of a reduction, that of the loss first',
      ['losses: [{ loss: hard }]', 'losses: [{ loss: hint, reduction: █ }]'],
      ['mean', 'batchmean', 'sum'],
    ],
    ['of a boolean', ['losses: [{ loss: hard }]', 'losses: [{ loss: kd, t2: █ }]'], ['true', 'false']],
    [
      'of a length, of the number that is there',
      ['length: 20 epochs', 'length: 30 ep█'],
      ['30 epochs', '30 steps'],
    ],
    ['of a length that is new', ['length: 20 epochs', 'length: █'], ['10 epochs', '500 steps']],
    ['without those that are built', ['backend: auto', 'backend: █'], ['auto', 'onnx', 'wasm', 'cpu']],
    ['right behind the colon', ['backend: auto', 'backend:█'], ['auto', 'onnx', 'wasm', 'cpu']],
    ['in the middle of a word', ['backend: auto', 'backend: au█to'], ['auto', 'onnx', 'wasm', 'cpu']],
    ['in quotes that are open', ['backend: auto', 'backend: "█'], ['auto', 'onnx', 'wasm', 'cpu']],
  ] as const)('%s', async (_, [from, to], expected) => {
    const text = changed(['seeds: [1]', 'backend: auto']);
    expect(await labels(text.replace(from, to))).toEqual(expected);
  });

  test('of a number that can be scheduled are an example and the schedules', async () => {
    const text = changed(['rate: 0.001', 'rate: █']);
    expect(await labels(text)).toEqual([
      '0.001',
      '{ from: 0.001, to: …, over: 100 %, shape: linear }',
      '{ from: 0.001, step: [10 epochs], by: … }',
    ]);
    expect(await accepting(text, '0.001')).toBe(changed());
  });

  test('of a map are whole ones', async () => {
    const text = await accepting(changed(['{ kind: adam, rate: 0.001 }', '█']), 'adam');
    expect(text).toBe(changed());
  });
});

describe('names', () => {
  test('of models, with what they are', async () => {
    const items = await offered(changed(['teachers: big', 'teachers: █']));
    expect(items[0]).toMatchObject({ label: 'big', detail: 'lenet5, 44,426 parameters' });
  });

  test('of data sets, with their samples', async () => {
    const items = await offered(changed(['data: labelled\n', 'data: █\n']));
    expect(items[1]).toMatchObject({ label: 'transfer', detail: '50,000 samples without labels' });
    expect(items.map(({ label }) => label)).not.toContain('{ generate: big }');
  });

  test('in a list are those that it doesn’t name yet', async () => {
    expect(await labels(changed(['data: [val, test]', 'data: [val, █]']))).toEqual(['labelled', 'test']);
  });

  test('of what trains are models and blocks of their variables', async () => {
    const text = changed(['train: small', 'train: small/█']);
    expect(await labels(text)).toContain('small/hidden.1/**');
    expect(await accepting(text, 'small/hidden.1/**')).toBe(
      changed(['train: small', 'train: small/hidden.1/**']),
    );
  });

  test('of fields are those of the data that the model sees', async () => {
    const text = changed(['kind: lenet5 } }', 'kind: lenet5 }, inputs: { image: █ } }']);
    expect(await offered(text)).toMatchObject([
      { label: 'image', detail: 'float32 [28, 28, 1]' },
      { label: 'label' },
    ]);
  });

  test('of anchors where an alias is written', async () => {
    const text = 'version: 1\ndata: &all { a: &b 1 }\nmodels: ';
    expect(await labels(`${text}*█`)).toEqual(['*all', '*b']);
    expect(await labels('a: &x { }\nb:\n  <<: █')).toEqual(['*x']);
  });

  test('of anchors of maps alone where one is merged', async () => {
    const text = 'a: &x { }\nb: &y 1\nc:\n  <<: ';
    expect(await labels(`${text}█`)).toEqual(['*x']);
    expect(await labels(`${text}*█`)).toEqual(['*x']);
  });

  test('of anchors stand without quotes', async () => {
    const text = changed(['optimizer: {', 'optimizer: &o {']);
    const second = 'optimizer: { kind: adam, rate: { from';
    const [before = '', after = ''] = text.split(second);
    expect(await accepting(`${before}optimizer: *█ # { from${after}`, '*o')).toBe(
      `${before}optimizer: *o # { from${after}`,
    );
    expect(await accepting('a: &x { }\nb:\n  <<: █\n', '*x')).toBe('a: &x { }\nb:\n  <<: *x\n');
  });
});

describe('what the check refuses is not offered', () => {
  test('a model as what it starts from', async () => {
    const text = changed([
      '{ kind: mlp, hidden: [32] } }',
      '{ kind: mlp, hidden: [32] }, init: { from: █ } }',
    ]);
    expect(await labels(text)).toEqual(['big']);
  });

  test('as its own teacher', async () => {
    expect(await labels(changed(['teachers: big', 'teachers: █']))).toEqual(['big', '[big]']);
    expect(await labels(changed(['teachers: big', 'teachers: [█]']))).toEqual(['big']);
  });

  test('but models that learn from each other are', async () => {
    const text = changed(['train: small', 'train: [big, small]'], ['teachers: big', 'teachers: [█]']);
    expect(await labels(text)).toEqual(['big', 'small']);
  });

  test('a test split or data without labels for what selects', async () => {
    expect(await labels(changed(['data: val }', 'data: █ }']))).toEqual(['labelled', 'val']);
  });

  test('a share of a stage for its own length, which a schedule can have', async () => {
    expect(await labels(changed(['over: 100 %', 'over: █']))).toContain('10 %');
    expect(await labels(changed(['length: 20 epochs', 'length: █']))).not.toContain('10 %');
  });
});

describe('taps', () => {
  test('left of a pair are the student’s, with their shapes', async () => {
    expect(await offered(changed([pairs, '[[█, features.2]]']))).toMatchObject([
      { label: 'hidden.1', detail: '[32] with project: linear' },
      { label: 'logits', detail: '[10] with project: linear' },
    ]);
  });

  test('right of it are the teacher’s, those first that meet without a projection', async () => {
    const found = await labels(changed([pairs, '[[logits, █]]']));
    expect(found).toEqual(['logits', 'features.1', 'features.2', 'hidden.1', 'hidden.2']);
  });

  test('are the same in a pair that is spelled out', async () => {
    expect(await labels(changed([pairs, '[{ student: █ }]']))).toEqual(['logits', 'hidden.1']);
    expect((await labels(changed([pairs, '[{ student: logits, teacher: █ }]'])))[0]).toBe('logits');
  });

  test('are named with their model where there are several teachers', async () => {
    const text = changed(
      ['  small: {', '  other: { network: { kind: mlp, hidden: [8] } }\n  small: {'],
      ['teachers: big', 'teachers: [big, other]'],
      [pairs, '[[hidden.1, █]]'],
    );
    expect(await labels(text)).toContain('other/hidden.1');
  });

  test('are there while brackets are open', async () => {
    const text = changed([`${pairs} }`, '[[hidden.1, █']);
    expect(await labels(text)).toContain('features.2');
  });
});
