import { describe, expect, test } from 'vitest';
import { addInOrder } from '../../../server/recipe/fixes/add.ts';
import { applied } from '../../../server/recipe/fixes/apply.ts';
import { removal } from '../../../server/recipe/fixes/remove.ts';
import { valueOf, type Node } from '../../../server/recipe/node.ts';
import { parse } from '../../../server/recipe/parse.ts';

const rootOf = (text: string): Node => {
  const { root, problems } = parse(text);
  expect(problems).toEqual([]);
  if (root === null) throw new Error('The text has no root.');
  return root;
};

/** The text without what `gone` stands for, at its first place. */
function without(text: string, gone: string): string | null {
  const start = text.indexOf(gone);
  const fix = removal({ text, root: rootOf(text) }, { start, end: start + gone.length }, '');
  return fix === undefined ? null : applied(text, fix.edits);
}

describe('what is taken out takes with it what would be left over', () => {
  test.each([
    ['an entry with its comma', '{ a: 1, gone: 2, b: 3 }', 'gone', '{ a: 1, b: 3 }'],
    ['the last entry with the comma before it', '{ a: 1, gone: [2] }', 'gone', '{ a: 1 }'],
    ['the only entry', 'a: { gone: 2 }', 'gone', 'a: { }'],
    ['an entry by its value', '{ a: 1, b: gone }', 'gone', '{ a: 1 }'],
    ['an entry without a value', 'a: 1\ngone:\nb: 2\n', 'gone', 'a: 1\nb: 2\n'],
    ['an entry with its lines', 'a: 1\ngone: # x\n  - 1\nb: 2\n', 'gone', 'a: 1\nb: 2\n'],
    ['the last line of a text without a line ending', 'a: 1\ngone: 2', 'gone', 'a: 1\n'],
    ['the first entry after a dash', '- gone: 1\n  a: 2\n', 'gone', '- a: 2\n'],
    ['the only entry after a dash', '- gone: 1\n- 2\n', 'gone', '- {}\n- 2\n'],
    ['the only entry in lines', 'a:\n  gone: 1\nb: 2\n', 'gone', 'a:\n  {}\nb: 2\n'],
    ['the first entry after a byte order mark', '\uFEFFgone: 1\na: 2\n', 'gone', '\uFEFFa: 2\n'],
    ['an alias', 'a: &x 1\ngone: *x\nb: 2\n', 'gone', 'a: &x 1\nb: 2\n'],
    ['an alias in brackets', '{ a: &x 1, gone: *x }', 'gone', '{ a: &x 1 }'],
    ['a text in several lines', 'a: 1\ngone: |\n  x\n  y\nb: 2\n', 'gone', 'a: 1\nb: 2\n'],
    ['an item', '[1, gone, 2]', 'gone', '[1, 2]'],
    ['an item with its dash', 'a:\n  - 1\n  - gone # x\n  - 2\n', 'gone', 'a:\n  - 1\n  - 2\n'],
    ['the only item with its key', 'a: 1\nb: [gone]\n', 'gone', 'a: 1\n'],
    ['lines that end with CRLF', 'a: 1\r\ngone: 2\r\nb: 3\r\n', 'gone', 'a: 1\r\nb: 3\r\n'],
  ])('%s', (_, text, gone, expected) => expect(without(text, gone)).toBe(expected));

  test.each([
    [
      'comments on lines of their own',
      'a: 1\n# of gone\ngone: 2\n# of b\nb: 3\n',
      'a: 1\n# of gone\n# of b\nb: 3\n',
    ],
    ['in brackets too', '{\n  a: 1, # x,\n  gone: 2\n}', '{\n  a: 1, # x,\n}'],
    ['and after a dash', '- gone: 1\n  # of a\n  a: 2\n', '- # of a\n  a: 2\n'],
  ])('but not %s', (_, text, expected) => {
    const [key = ''] = /gone(?=:)/u.exec(text) ?? [];
    const start = text.search(/gone(?=:)/u);
    const fix = removal({ text, root: rootOf(text) }, { start, end: start + key.length }, '');
    expect(applied(text, fix?.edits ?? [])).toBe(expected);
    rootOf(expected);
  });

  test('nothing that a merge key brought is taken out where it is used', () => {
    const text = 'a: &x { gone: 1, b: 2 }\nc:\n  <<: *x\n  d: 3\n';
    const merged = valueOf(rootOf(text), 'c');
    if (merged === undefined) throw new Error('There is no c.');
    const start = text.indexOf('gone');
    expect(removal({ text, root: merged }, { start, end: start + 4 }, '')).toBeUndefined();
  });
});

describe('what is added stands where the schema has it', () => {
  const order = ['a', 'b', 'c'];
  const withB = (text: string): string | null => {
    const root = rootOf(text);
    const fix = root.kind === 'map' ? addInOrder(text, root, [['b', '2']], order) : undefined;
    return fix === undefined ? null : applied(text, fix.edits);
  };

  test.each([
    ['between brackets', '{ a: 1, c: 3 }', '{ a: 1, b: 2, c: 3 }'],
    ['at their beginning', '{ c: 3 }', '{ b: 2, c: 3 }'],
    ['at their end', '{ a: [1] }', '{ a: [1], b: 2 }'],
    ['in brackets without anything', '{}', '{ b: 2 }'],
    ['on a line', 'a: 1 # x\nc: 3\n', 'a: 1 # x\nb: 2\nc: 3\n'],
    ['on the first line', 'c: 3\n', 'b: 2\nc: 3\n'],
    ['on the first line after a byte order mark', '\uFEFFc: 3\n', '\uFEFFb: 2\nc: 3\n'],
    ['on the last line', 'a: 1', 'a: 1\nb: 2'],
    [
      'after a value in several lines',
      'a:\n  - 1\n  - 2 # x\n# of c\nc: 3\n',
      'a:\n  - 1\n  - 2 # x\nb: 2\n# of c\nc: 3\n',
    ],
    ['after an alias', 'c: &x 3\na: *x\n', 'c: &x 3\na: *x\nb: 2\n'],
    ['with the line ending of the text', 'a: 1\r\nc: 3\r\n', 'a: 1\r\nb: 2\r\nc: 3\r\n'],
  ])('%s', (_, text, expected) => expect(withB(text)).toBe(expected));
});
