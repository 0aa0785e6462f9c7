import { describe, expect, test } from 'vitest';
import { applied } from '../../../server/recipe/fixes/apply.ts';
import { addName, sayAs } from '../../../server/recipe/fixes/same.ts';
import { valueOf, type Node } from '../../../server/recipe/node.ts';
import { parse } from '../../../server/recipe/parse.ts';

function partsOf(text: string): { readonly root: Node; readonly part: (key: string) => Node } {
  const { root } = parse(text);
  if (root === null) throw new Error('The text is no YAML.');
  const part = (key: string): Node => {
    const node = valueOf(root, key);
    if (node === undefined) throw new Error(`There is no ${key}.`);
    return node;
  };
  return { root, part };
}

/** The text after b says of k what a says; null where it can't be written. */
function alike(text: string): string | null {
  const { root, part } = partsOf(text);
  const fix = sayAs({ text, root }, 'k', { from: part('a'), to: part('b'), title: '' });
  return fix === undefined ? null : applied(text, fix.edits);
}

describe('what one map says of a key another one says too', () => {
  test.each([
    ['a new value', 'a: { k: [1, 2] }\nb: { k: 3 }\n', 'a: { k: [1, 2] }\nb: { k: [ 1, 2 ] }\n'],
    ['a new key', 'a: { k: 1 }\nb:\n  c: 2\n', 'a: { k: 1 }\nb:\n  c: 2\n  k: 1\n'],
    ['from lines', 'a:\n  k:\n    x: 1\nb: { k: 2 }\n', 'a:\n  k:\n    x: 1\nb: { k: { x: 1 } }\n'],
    ['no key', 'a: { }\nb: { c: 1, k: 2 }\n', 'a: { }\nb: { c: 1 }\n'],
  ])('as %s', (_, text, after) => {
    expect(alike(text)).toBe(after);
  });

  test.each([
    ['a value in lines, whose comments would be lost', 'a: { k: 1 }\nb:\n  k:\n    x: 1 # why\n    y: 2\n'],
    ['a value that an alias takes from elsewhere', 'd: &d { k: 2 }\na: { k: 1 }\nb:\n  <<: *d\n'],
    ['what neither says', 'a: { }\nb: { }\n'],
  ])('but never in the place of %s', (_, text) => {
    expect(alike(text)).toBe(null);
  });
});

describe('one more name', () => {
  const added = (text: string): string | null => {
    const fix = addName(text, partsOf(text).part('a'), 'z', '');
    return fix === undefined ? null : applied(text, fix.edits);
  };

  test.each([
    ['a: x\n', 'a: [x, z]\n'],
    ['a: [x, y]\n', 'a: [x, y, z]\n'],
    ['a:\n  - x\n  - y\n', null],
    ['a: { x: 1 }\n', null],
  ])('in %j gives %j', (text, after) => {
    expect(added(text)).toBe(after);
  });
});
