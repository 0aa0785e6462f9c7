import { describe, expect, test } from 'vitest';
import { toJson } from '../../server/recipe/node.ts';
import { parse } from '../../server/recipe/parse.ts';
import { recipe } from './recipes.ts';

const codes = (text: string) => parse(text).problems.map(({ code }) => code);
const json = (text: string): unknown => {
  const { root } = parse(text);
  return root === null ? null : JSON.parse(JSON.stringify(toJson(root)));
};
const places = (text: string) =>
  parse(text).problems.map(({ code, range }) => `${code}: ${text.slice(range.start, range.end)}`);

describe('what is read', () => {
  test('maps, lists and scalars keep their places', () => {
    const text = 'a: [1, two]\nb: { c: true }';
    const { root } = parse(text);
    expect(json(text)).toEqual({ a: [1, 'two'], b: { c: true } });
    expect(
      root?.kind === 'map' && root.entries.map(({ value }) => text.slice(value.range.start, value.range.end)),
    ).toEqual(['[1, two]', '{ c: true }']);
  });

  test('aliases and merge keys give the values of their anchors, own keys first', () => {
    expect(json('base: &b { x: 1, y: 2 }\nown: { <<: *b, y: 3 }\nsame: *b')).toEqual({
      base: { x: 1, y: 2 },
      own: { x: 1, y: 3 },
      same: { x: 1, y: 2 },
    });
  });

  test('words that YAML 1.1 takes for booleans stay words', () => {
    expect(json('a: yes\nb: on\nc: no')).toEqual({ a: 'yes', b: 'on', c: 'no' });
  });

  test('a byte order mark and Windows line ends shift nothing', () => {
    const text = '\ufeffa: 1\r\nb: [x, y]\r\n';
    const { root } = parse(text);
    const [, second] = root?.kind === 'map' ? root.entries : [];
    expect(second && text.slice(second.value.range.start, second.value.range.end)).toBe('[x, y]');
  });

  test('a key named __proto__ is only a key', () => {
    const { root } = parse('__proto__: { polluted: 1 }\nconstructor: 2');
    const value = root === null ? null : toJson(root);
    expect(Object.keys(value ?? {})).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('what is wrong with the text', () => {
  test('every beginning of a recipe can be read', () => {
    for (let end = 0; end <= recipe.length; end++) expect(parse(recipe.slice(0, end)).text).toHaveLength(end);
  });

  test('an unclosed bracket leaves the rest readable', () => {
    const text = 'version: 1\ndata: { a: 1\nmodels: 2\n';
    expect(codes(text)).toContain('yaml-syntax');
    expect(json(text)).toMatchObject({ version: 1 });
  });

  test('a tab as indentation is named', () => expect(codes('a:\n\tb: 1')).toContain('yaml-tab'));

  test('a key that is there twice is reported at the second, and the first counts', () => {
    expect(places('a: 1\nb: 2\na: 3')).toEqual(['duplicate-key: a']);
    expect(json('a: 1\na: 3')).toEqual({ a: 1 });
  });

  test('an alias without anchor', () => expect(places('a: *nowhere')).toEqual(['unknown-anchor: *nowhere']));

  test('an alias inside its own anchor', () => expect(places('a: &a [1, *a]')).toEqual(['alias-bomb: *a']));

  test('a second document', () => expect(codes('a: 1\n---\nb: 2')).toEqual(['several-documents']));

  test('a list as a key', () => expect(codes('? [a, b]\n: 1')).toEqual(['yaml-syntax']));
});

describe('what is no recipe but an attack or an accident', () => {
  test('aliases of aliases are not multiplied out', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 30; i++)
      bomb.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`);
    expect(codes(bomb.join('\n'))).toEqual(['alias-bomb']);
  });

  test('ten megabytes are one problem', () => {
    const { problems, root } = parse('a: b\n'.repeat(2_000_000));
    expect(problems.map(({ code }) => code)).toEqual(['recipe-too-large']);
    expect(root).toBeNull();
  });

  test.each([
    ['brackets', '['.repeat(500_000)],
    ['maps', '{a: '.repeat(200_000)],
    ['dashes', '- '.repeat(400_000)],
    ['questions', '? '.repeat(400_000)],
    ['indentation', Array.from({ length: 1400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('nesting without end is one problem: %s', (_, text) => {
    expect(parse(text).problems.map(({ code }) => code)).toEqual(['recipe-too-deep']);
  });

  test.each([
    ['closing brackets', ']'.repeat(900_000)],
    ['commas', `[${','.repeat(900_000)}`],
    ['entries', '- a\n'.repeat(200_000)],
    ['documents', '---\n'.repeat(200_000)],
  ])('endless signs are one problem: %s', (_, text) => {
    const { problems, root } = parse(text);
    expect(problems.length).toBeLessThanOrEqual(100);
    expect(problems).not.toEqual([]);
    expect(root === null || root.kind === 'scalar').toBe(true);
  });
});
