import { describe, expect, test } from 'vitest';
import { codeActions } from '../../../server/language/actions/code-actions.ts';
import { changed, recipe } from '../../recipe/recipes.ts';
import { cursorIn, seen } from '../cursor-text.ts';

/** Titles of what can be done at the cursor. */
async function titlesAt(marked: string, only?: readonly string[]): Promise<readonly string[]> {
  const { text, offset } = cursorIn(marked);
  const range = { start: offset, end: offset };
  return codeActions(await seen(text), range, only === undefined ? undefined : [...only]).map(
    ({ title }) => title,
  );
}

const misspelt = changed(['weight: 0.1', 'wei█gth: 0.1']);
const fixAll = 'Fix all problems that can be';

describe('at a cursor', () => {
  test('are the fixes of the problem there, the likeliest first, and all of the text at once', async () => {
    expect(await titlesAt(misspelt)).toEqual(['Rename to weight', 'Remove weigth', fixAll]);
  });

  test('are none where nothing is wrong', async () => {
    expect(await titlesAt(changed(['name: MNIST', 'name: MN█IST']))).toEqual([]);
  });

  test('are only those of the kinds that are asked for', async () => {
    expect(await titlesAt(misspelt, ['quickfix'])).toEqual(['Rename to weight', 'Remove weigth']);
    expect(await titlesAt(misspelt, ['source'])).toEqual([fixAll]);
    expect(await titlesAt(misspelt, ['source.fixAll'])).toEqual([fixAll]);
    expect(await titlesAt(misspelt, ['source.organizeImports', 'refactor'])).toEqual([]);
  });

  test('say which problem they put right, and which one is sure', async () => {
    const { text, offset } = cursorIn(misspelt);
    const actions = codeActions(await seen(text), { start: offset, end: offset }, ['quickfix']);
    expect(actions.map(({ isPreferred, problem }) => [isPreferred, problem?.code])).toEqual([
      [true, 'unknown-key'],
      [false, 'unknown-key'],
    ]);
  });

  test('never prefer what changes how a recipe trains', async () => {
    const { text, offset } = cursorIn(changed(['weight: 0.9,', 'weight: 0.9, redu█ction: sum,']));
    const actions = codeActions(await seen(text), { start: offset, end: offset });
    expect(actions.map(({ isPreferred }) => isPreferred)).toEqual([false, false, false]);
  });
});

describe('all fixes at once', () => {
  const applyAll = async (text: string): Promise<string | null> => {
    const [action] = codeActions(await seen(text), { start: 0, end: 0 }, ['source.fixAll']);
    return action?.edits.map(({ newText }) => newText).join() ?? null;
  };

  test('are nothing for a recipe without errors', async () => expect(await applyAll(recipe)).toBeNull());

  test('are one small edit for one small mistake', async () => {
    expect(await applyAll(changed(['weight: 0.1', 'weigth: 0.1']))).toBe('ht');
  });

  test.each([
    ['a key that may mean another one', ['stages:', 'training:']],
    ['a number with a comma', ['rate: 0.001', 'rate: 0,5']],
    ['a word that is not finished', ['shape: cosine', 'shape: cos']],
    ['a short word that another one is like', ['seeds: [1]', 'backend: gpu']],
    ['a number out of its limits', ['hidden: [32]', 'hidden: [-32]']],
    ['a weight below zero', ['weight: 0.1', 'weight: -0.1']],
    ['a key that is not known', ['train: big', 'train: big\n    colour: blue']],
    ['two values under one key', ['train: big', 'train: big\n    train: small']],
    ['a name of another number', ['train: big', 'train: big2']],
    ['a length without its unit', ['length: 20 epochs', 'length: 20']],
    ['what lacks more than its form', ['optimizer: { kind: adam, rate: 0.001 }', 'optimizer: adam']],
  ] as const)('leave %s to whoever wrote it', async (_, change) => {
    const text = changed(change);
    expect(await applyAll(text)).toBeNull();
    const actions = codeActions(await seen(text), { start: 0, end: text.length }, ['quickfix']);
    expect(actions.filter(({ isPreferred }) => isPreferred)).toEqual([]);
  });

  test('keep the number of what is written in another way', async () => {
    expect(await applyAll(changed(['length: 20 epochs', 'epochs: 20']))).toBe('length: 20 epochs');
  });

  test('leave what no fix is known for', async () => {
    expect(await applyAll(changed(['kind: lenet5', 'kind: nothing-like-it']))).toBeNull();
  });
});

test.each(['', '\uFEFF', '{', '- ', 'a: *x', '\t', 'version: 1\nversion: 1'])(
  'any text has an answer: %j',
  async (text) => {
    const snapshot = await seen(text);
    expect(Array.isArray(codeActions(snapshot, { start: 0, end: text.length }))).toBe(true);
  },
);
