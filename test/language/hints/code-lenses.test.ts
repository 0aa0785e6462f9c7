import { expect, test } from 'vitest';
import { codeLenses } from '../../../server/language/hints/code-lenses.ts';
import { recipe } from '../../recipe/recipes.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { seen } from '../cursor-text.ts';

test('a recipe has Run and Check at its top', async () => {
  const lenses = codeLenses(await seen(recipe), null);
  expect(lenses.map(({ command }) => command?.title)).toEqual(['Run', 'Check']);
  expect(lenses.map(({ range }) => range.start)).toEqual([
    { line: 0, character: 0 },
    { line: 0, character: 0 },
  ]);
});

test('what the last run came to stands beside them', async () => {
  expect(codeLenses(await seen(recipe), '92.1 %').at(-1)?.command?.title).toBe('Last: 92.1 %');
});

test('their commands are those of the extension', async () => {
  const known = manifest.contributes.commands.map(({ command }) => command);
  for (const { command } of codeLenses(await seen(recipe), '92.1 %'))
    expect(known).toContain(command?.command);
});

test('a broken recipe can be checked', async () => {
  expect(codeLenses(await seen(`${recipe}\n[`), null)).not.toEqual([]);
});

test.each([[''], ['- 1'], ['words']])('%j is no recipe', async (text) => {
  expect(codeLenses(await seen(text), null)).toEqual([]);
});
