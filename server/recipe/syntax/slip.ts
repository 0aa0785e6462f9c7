import type { Fix, Range } from '../../protocol/problem.ts';
import { lineEnd, lineStart } from '../fixes/style.ts';

/** What is wrong with a text as YAML, on one line. */
export interface Slip {
  readonly message: string;
  readonly range: Range;
  readonly fix?: Fix;
}

/** A fix that puts `text` in the place of a range. */
export const put = (title: string, range: Range, text: string): Fix => ({ title, edits: [{ range, text }] });

/** What is written on the line of an offset, without the white space around it. */
export function contentAt(text: string, offset: number): Range {
  const start = lineStart(text, offset);
  return trimmed(text, { start, end: lineEnd(text, offset) });
}

/** What is written from an offset to the end of its line, without the comment there. */
export function restAt(text: string, offset: number): Range {
  const range = trimmed(text, { start: offset, end: lineEnd(text, offset) });
  const comment = text.slice(range.start, range.end).search(/\s#/u);
  return comment < 0 ? range : trimmed(text, { start: range.start, end: range.start + comment });
}

function trimmed(text: string, { start, end }: Range): Range {
  const written = text.slice(start, end);
  const from = start + (written.length - written.trimStart().length);
  return { start: from, end: Math.max(from, start + written.trimEnd().length) };
}
