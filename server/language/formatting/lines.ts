import { lexemes, type Lexeme } from '../../recipe/lexemes.ts';

/** A line as it is written: what stands on it, and the white space around that by the gaps between. */
export interface Line {
  readonly start: number;
  /** Without white space. A quoted or plain piece may go on over further lines, which then belong to this one. */
  readonly pieces: readonly Lexeme[];
  /** Where its line break is, and what comes after that. */
  readonly end: number;
  readonly next: number;
}

/** The lines of a text that can be parsed; the text of a block scalar is one line of its own. */
export function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let pieces: Lexeme[] = [];
  let start = 0;
  const close = (end: number, next: number): void => {
    lines.push({ start, pieces, end, next });
    [pieces, start] = [[], next];
  };
  for (const lexeme of lexemes(text)) {
    const { kind, range } = lexeme;
    if (kind === 'byte-order-mark') start = range.end;
    else if (kind === 'newline') close(range.start, range.end);
    else if (kind !== 'space') pieces.push(lexeme);
    if (kind === 'block') close(range.end, range.end);
  }
  if (start < text.length) close(text.length, text.length);
  return lines;
}

export const hasLines = ({ source }: Lexeme): boolean => source.includes('\n');
