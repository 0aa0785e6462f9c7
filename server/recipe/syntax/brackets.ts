import { say } from '../../text/say.ts';
import { lineEnd } from '../fixes/style.ts';
import { lexemes, type Lexeme } from '../lexemes.ts';
import { put, restAt, type Slip } from './slip.ts';

/** Brackets that are open at a place, the outermost first, and the quoted text that ends there. */
export interface Surroundings {
  readonly open: readonly Lexeme[];
  readonly quoted: Lexeme | null;
}

export function surroundingsOf(text: string, offset: number): Surroundings {
  const open: Lexeme[] = [];
  for (const lexeme of lexemes(text)) {
    if (lexeme.range.start >= offset) break;
    if (lexeme.kind === 'flow-map-start' || lexeme.kind === 'flow-seq-start') open.push(lexeme);
    else if (lexeme.kind === 'flow-map-end' || lexeme.kind === 'flow-seq-end') open.pop();
    const isQuoted = lexeme.kind === 'double-quoted-scalar' || lexeme.kind === 'single-quoted-scalar';
    if (isQuoted && lexeme.range.end >= offset) return { open, quoted: lexeme };
  }
  return { open, quoted: null };
}

const closing = ({ source }: Lexeme): string => (source === '{' ? '}' : ']');

/** For brackets that nothing closes; `offset`: where that shows, at the latest at the end of the text. */
export function unclosed(text: string, open: readonly Lexeme[], offset: number): Slip | null {
  const last = open.at(-1);
  if (last === undefined) return null;
  const { start } = last.range;
  const message = say`Nothing closes this ${last.source}: expected ${closing(last)}.`;
  const range = restAt(text, start);
  // Another bracket's end shows which one was left out; else all that are open end with their line.
  const isMixed = /[}\]]/u.test(text.charAt(offset));
  const end = isMixed ? offset : range.end;
  const isOneLine = offset <= lineEnd(text, start) || text.slice(lineEnd(text, start), offset).trim() === '';
  if (!isOneLine) return { message, range };
  const missing = isMixed ? closing(last) : open.toReversed().map(closing).join(' ');
  const gap = isMixed || missing.startsWith(']') ? '' : ' ';
  return { message, range, fix: put(say`Insert ${missing}`, { start: end, end }, `${gap}${missing}`) };
}

/** For a quotation mark that nothing closes: the rest of the text was read as one value. */
export function unquoted(text: string, { range, source }: Lexeme): Slip {
  const mark = source.charAt(0);
  const rest = restAt(text, range.start);
  const message = say`Nothing closes this quotation mark: expected ${mark} at the end of the value.`;
  // Between brackets the value may have ended anywhere.
  const isSure = !/[,{}[\]]/u.test(text.slice(rest.start, rest.end));
  return isSure
    ? {
        message,
        range: rest,
        fix: put(say`Insert ${mark}`, { start: rest.end, end: rest.end }, mark),
      }
    : { message, range: rest };
}

/** For a sign that has no place where it stands: a bracket that was never opened, a comma too many. */
export function stray(text: string, offset: number): Slip | null {
  const sign = text.charAt(offset);
  const range = { start: offset, end: offset + 1 };
  const fix = put(say`Remove ${sign}`, range, '');
  if (sign === '}' || sign === ']') {
    return {
      message: say`Nothing opens this ${sign}. Remove it, or write ${sign === '}' ? '{' : '['} before it.`,
      range,
      fix,
    };
  }
  return sign === ',' ? { message: say`A comma too many. Remove it.`, range, fix } : null;
}

/** For two entries between brackets without a comma between them; null where that isn't what happened. */
export function withoutComma(text: string, offset: number): Slip | null {
  const rest = restAt(text, offset);
  const written = text.slice(rest.start, rest.end);
  const [, first] = /^([^\s,{}[\]]+)[ \t]+(?:["']?[\w.-]+["']?:(?:\s|$)|[{[])/u.exec(written) ?? [];
  return first === undefined ? null : commaAt(text, rest.start + first.length);
}

/** For an entry that follows another one's end. */
export function commaAt(text: string, offset: number): Slip {
  const [next = ''] = /^\s*\S+/u.exec(text.slice(offset, lineEnd(text, offset))) ?? [];
  const message = say`Two entries without a comma between them. Expected , here.`;
  const range = { start: offset, end: offset + next.length };
  return { message, range, fix: put(say`Insert ${','}`, { start: offset, end: offset }, ',') };
}
