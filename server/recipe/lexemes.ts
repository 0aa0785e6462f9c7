import { CST, Lexer } from 'yaml';
import type { Range } from '../protocol/problem.ts';

/** What a piece of YAML is: `block` is the text of a block scalar, its indentation and last line break included. */
export type LexemeKind = NonNullable<ReturnType<typeof CST.tokenType>> | 'plain' | 'block';

/** A piece of YAML as it is written. Scalars may have several lines. */
export interface Lexeme {
  readonly kind: LexemeKind;
  readonly range: Range;
  readonly source: string;
}

/** All of a text that can be parsed, in its order and without gaps: white space, comments and anchors too. */
export function* lexemes(text: string): Generator<Lexeme, void> {
  let start = 0;
  let header = false;
  let scalar = false;
  for (const source of new Lexer().lex(text)) {
    const kind: LexemeKind = scalar ? (header ? 'block' : 'plain') : (CST.tokenType(source) ?? 'plain');
    const marks: boolean = !scalar && (kind === 'scalar' || kind === 'doc-mode' || kind === 'flow-error-end');
    scalar = marks && kind === 'scalar';
    // Marks of the lexer for the parser are no part of the text.
    if (marks || source === '') continue;
    header = kind === 'block-scalar-header' || (header && kind !== 'block');
    const range = { start, end: start + source.length };
    start = range.end;
    yield { kind, range, source };
  }
}
