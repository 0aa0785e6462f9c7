import type { Range } from '../../protocol/problem.ts';
import type { Entry, Node } from '../node.ts';

/** Whether a map or list is written with brackets. */
export const isFlow = (text: string, { range }: Node): boolean =>
  text.charAt(range.start) === '{' || text.charAt(range.start) === '[';

/** How the lines of a text end. */
export const lineEnding = (text: string): string => /\r\n|\n|\r/u.exec(text)?.[0] ?? '\n';

/** Where the line of an offset starts, after a byte order mark. */
export function lineStart(text: string, offset: number): number {
  let start = offset;
  // Sign by sign: a search for the one line ending would run to the beginning of a text that has only the other.
  while (start > 0 && !isLineEnding(text.charAt(start - 1))) start -= 1;
  return start === 0 && text.startsWith('\uFEFF') ? Math.min(1, offset) : start;
}

const isLineEnding = (sign: string): boolean => sign === '\n' || sign === '\r';

/** Where the line of an offset ends, before its line ending. */
export function lineEnd(text: string, offset: number): number {
  const length = text.slice(offset).search(/[\r\n]/u);
  return length < 0 ? text.length : offset + length;
}

/** Where the next line starts. */
export const nextLine = (text: string, offset: number): number => {
  const end = lineEnd(text, offset);
  return end + (/^(?:\r\n|\n|\r)/u.exec(text.slice(end, end + 2))?.[0].length ?? 0);
};

/** An entry from its key to the end of what is written after it, which for an alias is the alias. */
export function writtenRange(text: string, { keyRange, value }: Entry): Range {
  const { start } = keyRange;
  if (value.range.start >= keyRange.end) return { start, end: value.range.end };
  const [rest = ''] = /^\s*:(?:[ \t]+\*[^\s,[\]{}]+)?/u.exec(text.slice(keyRange.end)) ?? [];
  return { start, end: keyRange.end + rest.length };
}

/** Whether a part is written inside a whole, and not where an alias or a merge key takes it from. */
export const isInside = (part: Range, whole: Range): boolean =>
  whole.start <= part.start && part.end <= whole.end;
