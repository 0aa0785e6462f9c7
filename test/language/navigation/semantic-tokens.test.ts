import { expect, it } from 'vitest';
import { semanticLegend } from '../../../server/language/navigation/semantic-legend.ts';
import { semanticTokens } from '../../../server/language/navigation/semantic-tokens.ts';
import { offsetAt } from '../../../server/recipe/position.ts';
import { recipe } from '../../recipe/recipes.ts';
import { seen } from '../cursor-text.ts';

/** `big variable declaration`, in the order of the text. */
async function tokens(text: string): Promise<readonly string[]> {
  const { data } = semanticTokens(await seen(text));
  const found: string[] = [];
  let [line, character] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0, modifiers = 0] = data.slice(at, at + 5);
    [line, character] = [line + lines, lines === 0 ? character + characters : characters];
    const start = offsetAt(text, { line, character });
    const words = [semanticLegend.tokenTypes[type], modifiers === 1 ? 'declaration' : ''];
    found.push([text.slice(start, start + length), ...words].join(' ').trim());
  }
  return found;
}

it('tells losses, kinds, names, taps, lengths and words of a list apart', async () => {
  expect(await tokens(recipe.slice(recipe.indexOf('stages:')))).toEqual([
    'teach variable declaration',
    'big variable',
    'labelled variable',
    '20 epochs number',
    'adam type',
    'hard type',
    'distil variable declaration',
    'small variable',
    'big variable',
    'labelled variable',
    'transfer variable',
    '10 epochs number',
    'adam type',
    '100 % number',
    'cosine enumMember',
    'hard type',
    'labelled variable',
    'kd type',
    'shape variable declaration',
    'hint type',
    'hidden.1 property',
    'features.2 property',
    'linear type',
    'val variable',
    'test variable',
    'accuracy enumMember',
    'accuracy enumMember',
    'val variable',
    '1 epoch number',
  ]);
});

it('tells names from what they name', async () => {
  expect(
    await tokens('data: { val: { source: idx } }\nmodels: { "big": { network: { kind: mlp } } }\n'),
  ).toEqual(['val variable declaration', 'idx type', 'big variable declaration', 'mlp type']);
});

it('has nothing to say of what is no recipe', async () => expect(await tokens('a: b\n')).toEqual([]));
