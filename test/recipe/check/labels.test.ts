import { describe, expect, test } from 'vitest';
import { changed, found, mnist, problemsOf } from '../recipes.ts';

describe('labels that a loss needs', () => {
  test('of data that have none', async () => {
    expect(await found(changed(['weight: 0.1, data: labelled', 'weight: 0.1, data: transfer']))).toEqual([
      'unlabelled-data: transfer',
    ]);
  });

  test('of a stage without any', async () => {
    expect(await found(changed(['data: labelled\n', 'data: transfer\n']))).toEqual(['unlabelled-data: hard']);
  });

  test('data that are not part of the mix', async () => {
    expect(await found(changed(['weight: 0.1, data: labelled', 'weight: 0.1, data: val']))).toContain(
      'not-in-mix: val',
    );
  });
});

describe('the hard label', () => {
  const again = (more: string) =>
    changed(['      - { loss: kd,', `      - { id: again, loss: hard${more} }\n      - { loss: kd,`]);

  test('counts once', async () => {
    const text = again('');
    expect(await found(text)).toEqual(['hard-label-twice: hard']);
    const [problem] = await problemsOf(text);
    expect(problem?.range.start).toBe(text.indexOf('hard }\n      - { loss: kd'));
    expect(problem?.related?.[0]?.range.start).toBe(text.indexOf('hard, weight: 0.1'));
  });

  test('counts once a data set', async () => {
    const text = changed(
      ['take: 600 }', `take: 600 }\n  more: { source: idx, path: ${mnist}/train, skip: 600, take: 600 }`],
      ['{ labelled: 1, transfer: 3 }', '{ labelled: 1, more: 1, transfer: 2 }'],
      ['      - { loss: kd,', '      - { id: again, loss: hard, data: more }\n      - { loss: kd,'],
    );
    expect(await found(text)).toEqual([]);
  });
});

describe('selection and figures', () => {
  test('a test split that selects', async () => {
    expect(await found(changed(['data: val }', 'data: test }']))).toContain('test-selects: test');
  });

  test('a split that shares samples with the one that gives the figures', async () => {
    const text = changed([
      `test:     { source: idx, path: ${mnist}/t10k`,
      `test:     { source: idx, path: ${mnist}/train, skip: 55000`,
    ]);
    expect(await found(text)).toContain('test-selects: val');
  });

  test('a split that selects and gives the figures', async () => {
    expect(await found(changed(['[val, test]', '[val]']))).toContain('no-test-split: val');
  });

  test('a scored split without labels', async () => {
    const text = changed([`${mnist}/t10k }`, `${mnist}/t10k, labels: none }`]);
    expect(await found(text)).toEqual(['unlabelled-data: test']);
  });

  test('training on samples that are scored', async () => {
    expect(await found(changed(['take: 50000', 'take: 59000']))).toEqual(['splits-overlap: transfer']);
  });

  test('nothing that could select', async () => {
    const text = changed(
      ['  val: ', '  rest: '],
      [', select: { metric: accuracy, data: val }', ''],
      ['[val, test]', '[rest, test]'],
    );
    expect(await found(text)).toEqual(['missing-selection: evaluate']);
  });
});
