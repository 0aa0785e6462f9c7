import { describe, expect, test } from 'vitest';
import { changed, fixed, found, problemsOf, recipe } from '../recipes.ts';

describe('pairs that can’t meet', () => {
  const without = changed([', project: linear', '']);

  test('are reported at the pair', async () => {
    expect(await found(without)).toEqual(['pair-does-not-meet: [hidden.1, features.2]']);
  });

  test('show the two networks', async () => {
    const [problem] = await problemsOf(without);
    expect(problem?.related?.map(({ range }) => without.slice(range.start, range.end))).toEqual([
      '{ kind: mlp, hidden: [32] }',
      '{ kind: lenet5 }',
    ]);
  });

  test('because the model has no such tap show its network', async () => {
    const text = changed(['features.2', 'features.9']);
    const [problem] = await problemsOf(text);
    expect(problem?.code).toBe('unknown-tap');
    expect(problem?.related?.map(({ range }) => text.slice(range.start, range.end))).toEqual([
      '{ kind: lenet5 }',
    ]);
  });

  test('name the projection that would help', async () => {
    const [problem] = await problemsOf(without);
    expect(problem?.message).toContain('The projection linear would bring them together.');
  });

  test('have a fix that adds it to the term', async () => expect(await fixed(without)).toBe(recipe));

  test('have a fix in a term that is written in lines', async () => {
    const text = changed([
      '      - { id: shape, loss: hint, weight: 0.5, pairs: [[hidden.1, features.2]], project: linear }',
      '      - id: shape\n        loss: hint\n        pairs: [[hidden.1, features.2]]',
    ]);
    expect(await fixed(text)).toContain('features.2]]\n        project: linear\n');
  });

  test('have a fix for one pair among others', async () => {
    const text = changed([
      '[[hidden.1, features.2]], project: linear',
      '[[logits, logits], [hidden.1, features.2]]',
    ]);
    expect(await fixed(text)).toContain(
      '[[logits, logits], { student: hidden.1, teacher: features.2, project: linear }]',
    );
  });

  test('a projection for the wrong kind of feature', async () => {
    expect(await found(changed(['project: linear', 'project: conv']))).toEqual([
      'projection-does-not-fit: conv',
    ]);
  });

  test('a loss on maps and a tap that is none', async () => {
    expect(await found(changed(['loss: hint', 'loss: at'], [', project: linear', '']))).toEqual([
      'pair-does-not-meet: [hidden.1, features.2]',
    ]);
  });
});

describe('the three spellings of a pair', () => {
  test('as a map, with the teacher before its tap', async () => {
    const text = changed([
      '[[hidden.1, features.2]], project: linear',
      '[{ student: hidden.1, teacher: big/features.2, project: linear, weight: 2 }]',
    ]);
    expect(await found(text)).toEqual([]);
  });

  test('as a rule, where both sides have one family of taps', async () => {
    const text = changed(
      ['[[hidden.1, features.2]]', 'uniform'],
      ['kind: lenet5', 'kind: mlp, hidden: [64, 48]'],
    );
    expect(await found(text)).toEqual([]);
  });

  test('as a rule that leaves no pair', async () => {
    const text = changed(
      ['[[hidden.1, features.2]]', 'last'],
      ['kind: lenet5', 'kind: mlp, hidden: [64, 32]'],
    );
    expect(await found(text)).toEqual(['ambiguous-pairs: last']);
  });

  test('not at all', async () => {
    expect(await found(changed(['pairs: [[hidden.1, features.2]], ', '']))).toEqual(['missing-pairs: hint']);
  });
});

describe('teachers of a term', () => {
  test('one that no term reads', async () => {
    const lone = changed(
      ['      - { loss: kd, weight: 0.9, temperature: 4 }\n', ''],
      [/ {6}- \{ id: shape.*\n/u.exec(recipe)?.[0] ?? '', ''],
    );
    expect(await found(lone)).toEqual(['idle-teacher: big']);
  });

  test('none', async () => {
    expect(await found(changed(['    teachers: big\n', '']))).toEqual([
      'missing-teacher: kd',
      'missing-teacher: hint',
    ]);
  });

  test('several that it would have to combine', async () => {
    const text = changed(
      ['models:\n', 'models:\n  other: { network: { kind: lenet5 } }\n'],
      ['train: big\n', 'train: big\n'],
      ['teachers: big', 'teachers: [big, other]'],
    );
    expect(await found(text)).toContain('not-in-this-version: kd');
  });

  test('one whose classes are wrong for its own data is reported there, not at the term', async () => {
    const text = changed(['kind: lenet5 }', 'kind: lenet5 }, classes: 12']);
    expect(await found(text)).toEqual(['classes-differ: 12']);
  });
});
