import { describe, expect, test } from 'vitest';
import { changed, found, problemsOf, recipe } from '../recipes.ts';

const probing = (probe: string) => `${recipe}diagnostics: { probe: ${probe} }\n`;

describe('the probe that layers are compared on', () => {
  test('of fewer samples than a figure needs is a warning at their number', async () => {
    const text = probing('{ data: val, samples: 64 }');
    expect(await found(text)).toEqual(['small-probe: 64']);
    expect((await problemsOf(text))[0]?.severity).toBe('warning');
  });

  test('of enough samples', async () => {
    expect(await found(probing('{ data: val, samples: 512 }'))).toEqual([]);
  });

  test('of a data set that is too small, at its name', async () => {
    const text = probing('{ data: labelled }').replace('take: 600 ', 'take: 500 ');
    expect(await found(text)).toEqual(['small-probe: labelled']);
  });

  test('of a selecting split that is too small, where the recipe names no probe', async () => {
    const text = changed(['skip: 50000 }', 'skip: 50000, take: 100 }']);
    expect(await found(text)).toEqual(['small-probe: val']);
    const [problem] = await problemsOf(text);
    expect(problem?.message).toContain('val has 100 samples');
    expect(problem?.range.start).toBe(text.lastIndexOf('val }'));
  });

  test('is not needed where nobody teaches', async () => {
    const stage = recipe.slice(recipe.indexOf('  - name: distil'), recipe.indexOf('evaluate:'));
    const text = changed([stage, ''], ['skip: 50000 }', 'skip: 50000, take: 100 }']);
    expect((await found(text)).filter((line) => line.startsWith('small-probe'))).toEqual([]);
  });

  test('with a number out of range is that problem only', async () => {
    expect(await found(probing('{ samples: 8 }'))).toEqual(['out-of-range: 8']);
  });
});
