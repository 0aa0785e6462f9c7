import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearest } from '../../../server/recipe/nearest.ts';
import { matches } from '../../../server/recipe/resolved/glob.ts';
import { scalarPlan, stepsOf } from '../../../server/recipe/resolved/lengths.ts';
import { splitBatch, stepsPerEpochOf } from '../../../server/recipe/resolved/mix.ts';
import { commonFamily, families, pairBlocks } from '../../../server/recipe/resolved/pairing.ts';

describe('a batch split over a mix', () => {
  test('follows the shares, rest to the largest remainders', () => {
    expect(splitBatch(64, [1, 3])).toEqual([16, 48]);
    expect(splitBatch(10, [1, 1, 1])).toEqual([4, 3, 3]);
  });

  test('leaves nobody out', () => expect(splitBatch(4, [1, 1000])).toEqual([1, 3]));

  test('is not possible with more parts than samples', () => expect(splitBatch(1, [1, 1])).toBeNull());

  test('adds up, each part at least 1', () => {
    const shares = fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(shares, fc.integer({ min: 8, max: 4096 }), (parts, batch) => {
        const counts = splitBatch(batch, parts) ?? [];
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(batch);
        expect(Math.min(...counts)).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  test('an epoch is a pass over the slowest part, and at least a step', () => {
    expect(
      stepsPerEpochOf([
        { size: 600, samples: 16 },
        { size: 50000, samples: 48 },
      ]),
    ).toBe(1041);
    expect(stepsPerEpochOf([{ size: 3, samples: 16 }])).toBe(1);
  });
});

describe('lengths', () => {
  const measure = { stepsPerEpoch: 100, steps: 1000 };
  test.each([
    ['3 epochs', 300],
    ['0.5 epochs', 50],
    ['1 epoch', 100],
    ['7 steps', 7],
    ['25 %', 250],
    ['25%', 250],
  ])('%s', (text, steps) => expect(stepsOf(text, measure)).toBe(steps));

  test('drops come where they are written', () => {
    expect(scalarPlan({ from: 1, step: ['6 epochs', '80 %'], by: 0.1 }, measure)).toEqual({
      kind: 'drops',
      from: 1,
      at: [600, 800],
      by: 0.1,
    });
  });

  test('a ramp takes the whole stage and a straight line unless it says otherwise', () => {
    expect(scalarPlan({ from: 1, to: 0 }, measure)).toEqual({
      kind: 'ramp',
      from: 1,
      to: 0,
      steps: 1000,
      shape: 'linear',
    });
  });
});

describe('pairs by a rule', () => {
  const blocks = (count: number, from = 1) => Array.from({ length: count }, (_, index) => index + from);

  test('uniform is TinyBERT’s map: hidden states 0, 3, 6, 9, 12 for 4 blocks of 12', () => {
    expect(pairBlocks('uniform', blocks(5, 0), blocks(13, 0)).map(([, teacher]) => teacher)).toEqual([
      0, 3, 6, 9, 12,
    ]);
  });

  test('skip is BERT-PKD’s: blocks 2, 4, 6, 8, 10 for 6 of 12, without the last', () => {
    expect(pairBlocks('skip', blocks(6), blocks(12))).toEqual([
      [1, 2],
      [2, 4],
      [3, 6],
      [4, 8],
      [5, 10],
    ]);
  });

  test('last is BERT-PKD’s: blocks 7 … 11 for 6 of 12', () => {
    expect(pairBlocks('last', blocks(6), blocks(12)).map(([, teacher]) => teacher)).toEqual([
      7, 8, 9, 10, 11,
    ]);
  });

  test('families are taps with numbers', () => {
    expect([...families(['stage.2', 'stage.1', 'pooled', 'attention.probs.1'])]).toEqual([
      ['stage', [1, 2]],
      ['attention.probs', [1]],
    ]);
  });

  test('the common family is the shared one, or the only one of either side', () => {
    expect(commonFamily(['hidden.1', 'stage.1'], ['stage.1'])).toEqual({
      student: 'stage',
      teacher: 'stage',
    });
    expect(commonFamily(['hidden.1'], ['features.1'])).toEqual({ student: 'hidden', teacher: 'features' });
    expect(commonFamily(['hidden.1', 'key.1'], ['hidden.1', 'key.1'])).toBeNull();
  });
});

describe('patterns over variables', () => {
  test.each([
    ['**', 'hidden.1/kernel', true],
    ['hidden.1/**', 'hidden.1/kernel', true],
    ['hidden.1/**', 'hidden.10/kernel', false],
    ['*/kernel', 'hidden.1/kernel', true],
    ['*', 'hidden.1/kernel', false],
    ['block.*/conv/**', 'block.3/conv/1/kernel', true],
    ['hidden.1', 'hidden.1/kernel', false],
  ])('%s and %s', (pattern, name, expected) => expect(matches(pattern, name)).toBe(expected));

  test('many stars take no longer than their product', () => {
    expect(matches('*a'.repeat(200), 'a'.repeat(199))).toBe(false);
  });
});

describe('the nearest word', () => {
  test('is a misspelling', () => expect(nearest('weigth', ['weight', 'reduction'])).toBe('weight'));
  test('ignores case', () => expect(nearest('Hidden.1', ['hidden.1', 'logits'])).toBe('hidden.1'));
  test('is not any word', () => expect(nearest('banana', ['weight', 'reduction'])).toBeUndefined());
  test('of a very long word is none', () => expect(nearest('a'.repeat(100_000), ['a'])).toBeUndefined());
});
