import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { formatting } from '../../../server/language/formatting/formatting.ts';
import { look } from '../../../server/language/snapshot.ts';
import { noFacts } from '../../../server/recipe/facts.ts';
import { toJson } from '../../../server/recipe/node.ts';
import { parse } from '../../../server/recipe/parse.ts';
import { recipe, recipePath } from '../../recipe/recipes.ts';
import { edited } from '../edits.ts';

const snapshot = (text: string) => look(text, noFacts(recipePath));
const formatted = (text: string): string => edited(text, formatting(snapshot(text)));

/** Examples and templates, as people write recipes. */
const written = ['examples', 'media/templates'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.distill.yaml'))
    .map((name) => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') })),
);

const meaning = (text: string): unknown => {
  const { root, problems } = parse(text);
  return problems.length > 0 || root === null ? problems : JSON.stringify(toJson(root));
};

describe('formatting', () => {
  test.each([
    [
      'two spaces a level',
      'a:\n    b:\n       - c: 1\n         d: 2\n',
      'a:\n  b:\n    - c: 1\n      d: 2\n',
    ],
    [
      'a list in the column of its key',
      'a:\n- b\n-   c: 1\n    d: 2\ne: 3\n',
      'a:\n  - b\n  - c: 1\n    d: 2\ne: 3\n',
    ],
    ['lists of lists', 'a:\n-   - b\n    - c\n', 'a:\n  - - b\n    - c\n'],
    ['a value on a line of its own', 'a:\n      b\nc: 1\n', 'a:\n  b\nc: 1\n'],
    ['flow maps and lists', 'a: {b: 1,c:  [ 1,2 ] , d : {  } }\n', 'a: { b: 1, c: [1, 2], d: {} }\n'],
    [
      'flow over several lines',
      'a:\n    b: { c: 1,\n     d: [\n        2] }\n',
      'a:\n  b: { c: 1,\n    d: [\n      2] }\n',
    ],
    ['a flow map that is an item', 'a:\n- {\n  b: 1\n  }\n', 'a:\n  - {\n      b: 1\n    }\n'],
    ['one space after a colon', 'a:    1\nbcd:   2\n', 'a: 1\nbcd: 2\n'],
    ['no space before a colon', 'a : 1\n"b" : 2\n', 'a: 1\n"b": 2\n'],
    [
      'columns of neighbouring lines',
      'abc:   {x: 1}\nb:     {y: 1}\nc:  1\n',
      'abc: { x: 1 }\nb:   { y: 1 }\nc: 1\n',
    ],
    [
      'columns in flow maps',
      'a:\n    - { loss: hard,  w: 1}\n    - { loss: kd,    w: 2}\n',
      'a:\n  - { loss: hard, w: 1 }\n  - { loss: kd,   w: 2 }\n',
    ],
    [
      'comments in one column',
      'a: {b: 1}    # x\nccc: 1       # y\n',
      'a: { b: 1 }    # x\nccc: 1         # y\n',
    ],
    [
      'a comment that goes on',
      'a: {b: 1}  # x\n           # y\nc: 1\n',
      'a: { b: 1 }  # x\n             # y\nc: 1\n',
    ],
    ['the distance of a comment', 'a: 1     # x\n', 'a: 1     # x\n'],
    [
      'comments with what they are about',
      '# top\na:\n    # of b\n    b: 1\n    # after b\n# of c\nc: 2\n      # end\n',
      '# top\na:\n  # of b\n  b: 1\n  # after b\n# of c\nc: 2\n# end\n',
    ],
    ['at most one blank line', '\n\na: 1\n\n\n  \nb: 2\n\n\n', 'a: 1\n\nb: 2\n'],
    ['spaces at the end', 'a: 1   \nb:  \n  c: 2\t\n', 'a: 1\nb:\n  c: 2\n'],
    ['the line break at the end', 'a: 1', 'a: 1\n'],
    ['line breaks with CR', 'a:\r\n    b: 1  \r\n\r\n\r\nc: 2', 'a:\r\n  b: 1\r\n\r\nc: 2\r\n'],
    ['a byte order mark', '\ufeffa:   1\n', '\ufeffa: 1\n'],
    ['tabs between words', 'a:\t1\t# x\n', 'a: 1 # x\n'],
    [
      'anchors, aliases and tags',
      'a:   &x   {b: !!str  1}\nc:\n    <<:  *x\n',
      'a: &x { b: !!str 1 }\nc:\n  <<: *x\n',
    ],
    ['quotes as they are', 'a:   "b"\nc:   \'d\'\n', 'a: "b"\nc: \'d\'\n'],
    [
      'the text of block scalars',
      'a:\n     b: |\n        x\n          y \n\n        z\n     c: >-\n        x\n\n\n\nd: 1\n',
      'a:\n  b: |\n    x\n      y \n\n    z\n  c: >-\n    x\n\nd: 1\n',
    ],
    [
      'block scalars that say their indentation',
      'a:\n    b: |2\n         x\n        y\n',
      'a:\n  b: |2\n       x\n      y\n',
    ],
    [
      'text over several lines',
      'a:\n    b: one\n          two\n    c: "x\n      y"\n',
      'a:\n  b: one\n    two\n  c: "x\n    y"\n',
    ],
    ['the start of a document', '---\na:\n   b: 1\n...\n', '---\na:\n  b: 1\n...\n'],
  ])('%s', (_, text, expected) => {
    expect(formatted(text)).toBe(expected);
    expect(formatted(expected)).toBe(expected);
  });

  test.each(written)('leaves $name as it is written', ({ text }) =>
    expect(formatting(snapshot(text))).toEqual([]),
  );

  it('leaves the recipe of the design as it is written', () => expect(formatted(recipe)).toBe(recipe));

  test.each([
    'a: {',
    'a: 1\na: 2\n',
    'a: *b\n',
    'just words',
    '',
    '- a\n',
    'a: 1\rb:   2\n',
    'a: 1\n---\nb:   2\n',
  ])('leaves %j alone', (text) => expect(formatting(snapshot(text))).toEqual([]));

  it('changes only the lines that need it', () => {
    const text = recipe.replace('    train: big', '    train:   big');
    const [edit, ...others] = formatting(snapshot(text));
    expect(others).toEqual([]);
    expect(edit?.newText).toBe(' ');
    expect(edit?.range.start.line).toBe(edit?.range.end.line);
  });

  const bits = [
    ' ',
    '   ',
    '\n',
    '\n\n',
    '\n  ',
    ' # c\n',
    '\n    # deep\n',
    '- ',
    ',',
    '{',
    ']',
    '"',
    '|\n',
    '&a ',
    '\t',
    'x',
  ];
  const slip = fc.record({
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    without: fc.nat(3),
    put: fc.constantFrom(...bits),
  });

  it('never changes what a recipe says, and finds nothing more to do the second time', () => {
    const texts = written.map(({ text }) => text);
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(slip, { maxLength: 4 }),
        fc.boolean(),
        (text, slips, crlf) => {
          let changed = crlf ? text.replaceAll('\n', '\r\n') : text;
          for (const { place, without, put } of slips) {
            const at = Math.floor(place * changed.length);
            changed = changed.slice(0, at) + put + changed.slice(at + without);
          }
          const once = formatted(changed);
          expect(meaning(once)).toEqual(meaning(changed));
          expect(formatted(once)).toBe(once);
        },
      ),
      { numRuns: 60 },
    );
  });
});
