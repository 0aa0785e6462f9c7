import type { Range } from '../../protocol/problem.ts';

/** A piece of a quoted word: an escape, a doubled quote, or a sign. */
const piece = {
  '"': /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|\r?\n[ \t]*|[^])|[^]/gu,
  "'": /''|[^]/gu,
};

/**
 * Where a part of a word stands in the text, without quotes: `big` in `"b\u0069g/stage.2"`. Null where that
 * can't be told: a line break is a space there.
 * @param word where the word is written, with its quotes
 * @param value what it says
 * @param part offsets in the value
 */
export function spelt(text: string, word: Range, value: string, part: Range): Range | null {
  const source = text.slice(word.start, word.end);
  const quote = source.charAt(0);
  if (quote !== '"' && quote !== "'") {
    // A word of a block has signs before it.
    const start = word.end - value.length;
    return source.endsWith(value) ? { start: start + part.start, end: start + part.end } : null;
  }
  const starts: number[] = [];
  let read = '';
  let at = word.start + 1;
  for (const [written] of source.slice(1, -1).matchAll(piece[quote])) {
    const meant = quote === "'" ? written.slice(0, 1) : meaning(written);
    starts.push(...new Array<number>(meant.length).fill(at));
    read += meant;
    at += written.length;
  }
  starts.push(at);
  const [start, end] = [starts[part.start], starts[part.end]];
  return read === value && start !== undefined && end !== undefined ? { start, end } : null;
}

/** What a piece of a word in double quotes says. Escapes that no name has are left as they are. */
function meaning(written: string): string {
  const [, code] = /^\\[xuU]([\da-fA-F]+)$/u.exec(written) ?? [];
  if (code !== undefined) return character(parseInt(code, 16));
  if (!written.startsWith('\\')) return written;
  return /^\\\r?\n/u.test(written) ? '' : written.slice(1);
}

const character = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');
