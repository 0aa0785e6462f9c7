import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Range } from '../../server/protocol/problem.ts';
import { check } from '../../server/recipe/check.ts';
import { codes } from '../../server/recipe/codes.ts';
import { noFacts, type Facts } from '../../server/recipe/facts.ts';
import { gather } from '../../server/recipe/gather.ts';
import { parse } from '../../server/recipe/parse.ts';
import { recipe, recipePath } from './recipes.ts';

/** Facts of the recipe before it is changed: what still reads the same files is checked to the end. */
const known = gather(parse(recipe), recipePath);

/** Edits of one fix are made at once: none may change what another one changes. */
const apart = (ranges: readonly Range[]): boolean =>
  [...ranges]
    .sort((a, b) => a.start - b.start)
    .every(({ start }, index, sorted) => index === 0 || (sorted[index - 1]?.end ?? 0) <= start);

/** What must hold for any text. */
function holds(text: string, facts: Facts): readonly string[] {
  const { problems } = check(parse(text), facts);
  for (const { code, range, fixes, related, message } of problems) {
    for (const each of [
      range,
      ...(fixes ?? []).flatMap(({ edits }) => edits.map((edit) => edit.range)),
      ...(related ?? []).map((place) => place.range),
    ]) {
      expect(each.start).toBeGreaterThanOrEqual(0);
      expect(each.end).toBeGreaterThanOrEqual(each.start);
      expect(each.end).toBeLessThanOrEqual(text.length);
    }
    for (const { edits } of fixes ?? []) expect(apart(edits.map((edit) => edit.range))).toBe(true);
    expect(Object.keys(codes)).toContain(code);
    expect(message).not.toMatch(/undefined|\[object|NaN/u);
  }
  return problems.map(({ code }) => code);
}

/** Pieces that YAML, the schema and JavaScript give a meaning. */
const piece = fc.oneof(
  fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '-',
    '&a ',
    '*a',
    '<<: *a',
    '?',
    '|',
    '>',
    '!!set ',
    '\t',
    '\n',
    '\r\n',
    '"',
    "'",
    '#',
  ),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'null',
    '~',
    '.nan',
    '.inf',
    '1e999',
    '-0',
    '0x10',
    '2 ** 53',
  ),
  fc.constantFrom(...(recipe.match(/[A-Za-z0-9.%]+/gu) ?? [])),
  fc.string({ maxLength: 8, unit: 'binary' }),
);

const mutation = fc.record({
  at: fc.nat(recipe.length),
  length: fc.oneof(fc.constant(0), fc.nat(12), fc.nat(200)),
  put: fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join('')),
});

describe('whatever the text, check answers with problems inside it', () => {
  test('beginnings of the recipe, as somebody writes it', async () => {
    const facts = await known;
    for (let end = 0; end < recipe.length; end += 4) {
      const codesFound = holds(recipe.slice(0, end), facts);
      // The last lines may be left out; before them something is missing.
      if (end < recipe.indexOf('losses:\n')) expect(codesFound.length).toBeGreaterThan(0);
    }
  });

  test('the recipe with pieces changed', async () => {
    const facts = await known;
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const text = mutations.reduce(
          (result, { at, length, put }) => result.slice(0, at) + put + result.slice(at + length),
          recipe,
        );
        expect(holds(text, facts)).not.toContain('check-failed');
      }),
      { numRuns: 400, seed: 1 },
    );
  });

  test('the recipe with words exchanged', async () => {
    const facts = await known;
    const words = [...recipe.matchAll(/[A-Za-z0-9.]+/gu)];
    const exchange = fc.tuple(fc.nat(words.length - 1), fc.nat(words.length - 1));
    fc.assert(
      fc.property(fc.array(exchange, { minLength: 1, maxLength: 6 }), (exchanges) => {
        const put = new Map(exchanges.map(([at, from]) => [words[at]?.index, words[from]?.[0] ?? '']));
        const text = recipe.replaceAll(/[A-Za-z0-9.]+/gu, (word, offset: number) => put.get(offset) ?? word);
        expect(holds(text, facts)).not.toContain('check-failed');
      }),
      { numRuns: 400, seed: 2 },
    );
  });

  test('any text at all', () => {
    const facts = noFacts(recipePath);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(holds(pieces.join(''), facts)).not.toContain('check-failed');
      }),
      { numRuns: 1000, seed: 3 },
    );
  });
});
