import type { Position } from '../protocol/problem.ts';

const lineFeed = 10;
const carriageReturn = 13;

/** Offsets at which the lines of a text start. Lines end with LF, CRLF or a lone CR. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    const ends = sign === lineFeed || (sign === carriageReturn && text.charCodeAt(at + 1) !== lineFeed);
    if (ends) starts.push(at + 1);
  }
  return starts;
}

/** Zero-based line and character (UTF-16) of an offset; offsets outside the text are moved to its ends. */
export function positionAt(text: string, offset: number, starts = lineStarts(text)): Position {
  const inside = Math.min(Math.max(offset, 0), text.length);
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= inside) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: inside - (starts[low] ?? 0) };
}

/** Offset of a zero-based line and character; beyond a line's end is its end. */
export function offsetAt(text: string, position: Position, starts = lineStarts(text)): number {
  const start = starts[position.line];
  if (start === undefined) return position.line < 0 ? 0 : text.length;
  const next = starts[position.line + 1] ?? text.length + 1;
  return Math.min(start + Math.max(position.character, 0), next - 1);
}
