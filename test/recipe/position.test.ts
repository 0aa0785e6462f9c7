import fc from 'fast-check';
import { expect, test } from 'vitest';
import { offsetAt, positionAt } from '../../server/recipe/position.ts';

test('lines and characters count from 0', () => {
  expect(positionAt('ab\ncd', 4)).toEqual({ line: 1, character: 1 });
});

test('CRLF is one line end, and so is a lone CR', () => {
  expect(positionAt('a\r\nb\rc', 3)).toEqual({ line: 1, character: 0 });
  expect(positionAt('a\r\nb\rc', 5)).toEqual({ line: 2, character: 0 });
});

test('what lies outside the text is moved to its ends', () => {
  expect(positionAt('ab', 99)).toEqual({ line: 0, character: 2 });
  expect(offsetAt('ab\ncd', { line: 9, character: 0 })).toBe(5);
  expect(offsetAt('ab\ncd', { line: 0, character: 99 })).toBe(2);
});

test('an offset comes back from its position', () => {
  const texts = fc.array(fc.constantFrom('a', '\n', '\r\n', 'é', '😀')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, fc.nat(60), (text, at) => {
      const offset = Math.min(at, text.length);
      expect(offsetAt(text, positionAt(text, offset))).toBe(offset);
    }),
  );
});
