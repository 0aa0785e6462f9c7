import { describe, expect, test } from 'vitest';
import { filled, marker } from '../../../server/language/completion/cursor.ts';
import { toJson } from '../../../server/recipe/node.ts';
import { parse } from '../../../server/recipe/parse.ts';
import { cursorIn } from '../cursor-text.ts';

/** What the likeliest reading of a half-written text is. */
function reading(marked: string): unknown {
  const { text, offset } = cursorIn(marked);
  const [first] = filled(text, offset);
  if (first === undefined) throw new Error('There is no reading.');
  const { root, problems } = parse(first.text);
  expect(problems).toEqual([]);
  return JSON.parse(JSON.stringify(root === null ? null : toJson(root)));
}

describe('a half-written text is read with a marker where one writes', () => {
  test.each([
    ['an empty line of a map is a key', 'a:\n  b: 1\n  █\nc: 2\n', { a: { b: 1, [marker]: null }, c: 2 }],
    ['so is a word begun', 'a:\n  b: 1\n  wei█\n', { a: { b: 1, [marker]: null } }],
    ['so is the first line of a list item', 'a:\n  - █\n', { a: [{ [marker]: null }] }],
    ['a key that is changed', 'a: { wei█: 3 }', { a: { [marker]: 3 } }],
    ['a value', 'a: █\n', { a: marker }],
    ['a value begun', 'a: ba█\nb: 1\n', { a: marker, b: 1 }],
    ['an entry of a flow list', 'a: [x, █]\n', { a: ['x', marker] }],
    ['a key of a flow map', 'a: { x: 1, █ }\n', { a: { x: 1, [marker]: null } }],
    ['a value in brackets left open', 'a:\n  - { loss: █\nb: 1\n', { a: [{ loss: marker }], b: 1 }],
    [
      'a key in brackets left open',
      'a:\n  - { loss: kd, █\nb: 1\n',
      { a: [{ loss: 'kd', [marker]: null }], b: 1 },
    ],
    ['an empty text', '█', { [marker]: null }],
    ['a value right behind its colon', 'a:█\nb: 1\n', { a: marker, b: 1 }],
    ['a value in a quote left open', 'a: "x█\nb: 1\n', { a: marker, b: 1 }],
    ['brackets left open before a comment', 'a: { b: █ # why\nc: 1\n', { a: { b: marker }, c: 1 }],
    ['a key before another one', 'a: {█ b: 1 }', { a: { [marker]: null, b: 1 } }],
    ['a line after an empty first one', '█\na: 1\n', { [marker]: null, a: 1 }],
  ])('%s', (_, marked, expected) => expect(reading(marked)).toEqual(expected));
});
