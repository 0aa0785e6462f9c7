import fc from 'fast-check';
import { marked, type Token } from 'marked';
import { describe, expect, test } from 'vitest';
import { block, code, prose } from '../../../server/language/hover/markdown.ts';
import { hostile } from './hostile.ts';

/** All tokens that an editor's reader sees in Markdown. */
function tokensOf(markdown: string): readonly Token[] {
  const tokens: Token[] = [];
  void marked.walkTokens(marked.lexer(markdown), (token) => {
    tokens.push(token);
  });
  return tokens;
}

describe('code', () => {
  test('stands between more backticks than it holds', () => {
    expect(code('a')).toBe('`a`');
    expect(code('a`b``c')).toBe('```a`b``c```');
    expect(code('`')).toBe('`` ` ``');
  });

  test('is on one line, visible and short', () => {
    expect(code('a\r\nb\u202Ec')).toBe('`a b c`');
    expect(code('x'.repeat(1000))).toBe(`\`${'x'.repeat(119)}…\``);
  });

  test('is one code span and nothing else, whatever it holds', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const types = tokensOf(`a ${code(text)} b`).map(({ type }) => type);
        expect(types).toEqual(['paragraph', 'text', 'codespan', 'text']);
      }),
    );
  });
});

describe('prose', () => {
  test('keeps code and escapes the rest', () => {
    expect(prose('`uniform`: block i·N/M, a_b [c](d)')).toBe(
      String.raw`\`uniform\`: block i·N/M, a\_b \[c\](d)`.replaceAll('\\`', '`'),
    );
  });

  test('is words and code, whatever it holds', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const types = new Set(tokensOf(`a ${prose(text)} b`).map(({ type }) => type));
        for (const type of types) expect(['paragraph', 'text', 'escape', 'codespan']).toContain(type);
      }),
      { examples: [['__www.evil.example']] },
    );
  });
});

describe('block', () => {
  test('is one block of code, whatever it holds', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const types = tokensOf(`a\n\n${block(text)}\n\nb`).flatMap(({ type }) =>
          type === 'space' ? [] : type,
        );
        expect(types).toEqual(['paragraph', 'text', 'code', 'paragraph', 'text']);
      }),
    );
  });
});
