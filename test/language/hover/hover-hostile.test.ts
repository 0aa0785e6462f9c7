import fc from 'fast-check';
import { marked } from 'marked';
import { expect, test } from 'vitest';
import { look } from '../../../server/language/snapshot.ts';
import { gather } from '../../../server/recipe/gather.ts';
import { parse } from '../../../server/recipe/parse.ts';
import { recipe, recipePath } from '../../recipe/recipes.ts';
import { hostile } from './hostile.ts';
import { hoverAt } from './hover-text.ts';

/** Facts of the recipe: the renamed one reads the same files. */
const known = gather(parse(recipe), recipePath);

/** The recipe with words of it replaced wherever they stand, quoted as JSON, which is YAML. */
const renamed = (text: string, names: Readonly<Record<string, string>>): string =>
  Object.entries(names).reduce(
    (result, [name, other]) =>
      result.replace(new RegExp(`(?<![\\w.-])${name}(?![\\w.-])`, 'gu'), () => JSON.stringify(other)),
    text,
  );

/** What an editor would make of Markdown beyond words, lists and code. */
function dangersIn(markdown: string): readonly string[] {
  const found: string[] = [];
  void marked.walkTokens(marked.lexer(markdown), ({ type, raw }) => {
    if (['link', 'image', 'html', 'heading', 'table', 'def', 'del', 'blockquote', 'hr'].includes(type))
      found.push(`${type}: ${raw}`);
  });
  return found;
}

test('names and paths of a recipe are only words in hovers', async () => {
  const facts = await known;
  fc.assert(
    fc.property(fc.tuple(hostile, hostile, hostile, hostile, hostile), ([data, model, stage, tap, path]) => {
      const text = renamed(
        recipe
          .replace('big:   {', () => `big:   { checkpoint: ${JSON.stringify(path)}, `)
          .replace('optimizer: {', 'optimizer: &o {')
          .replace('losses: [{ loss: hard }]', 'losses: [{ loss: hard, weight: *o }]'),
        { labelled: data, big: model, distil: stage, 'hidden.1': tap },
      );
      const snapshot = look(text, facts);
      const shown = new Set(
        [...text.matchAll(/[^\s,{}[\]]+/gu)].map(({ index }) => hoverAt(snapshot, index)?.text ?? ''),
      );
      expect(shown.size).toBeGreaterThan(20);
      expect([...shown].flatMap(dangersIn)).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test('what an alias stands for stays a block of code', async () => {
  const facts = await known;
  fc.assert(
    fc.property(hostile, (text) => {
      const written = `name: &n ${JSON.stringify(text)}\ndescription: *n\n`;
      const markdown = hoverAt(look(written, facts), written.lastIndexOf('*n') + 1)?.text ?? '';
      expect(markdown).toContain('stands for');
      expect(dangersIn(markdown)).toEqual([]);
    }),
  );
});
