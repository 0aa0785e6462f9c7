import type { Fix, Range } from '../../protocol/problem.ts';
import type { Entry, ListNode, MapNode } from '../node.ts';
import { isFlow, isInside, lineEnd, lineStart, nextLine, writtenRange } from './style.ts';

type Edits = Fix['edits'];

/**
 * Takes an entry out of its map, with its comma or its whole lines; comments on lines of their own stay. Null for one
 * that a merge key brought from elsewhere.
 */
export function cutEntry(text: string, map: MapNode, entry: Entry): Edits | null {
  const range = writtenRange(text, entry);
  if (!isInside(range, map.range)) return null;
  const isLone = map.entries.length === 1 && !isFlow(text, map);
  return isLone ? [{ range, text: '{}' }] : cut(text, range, isFlow(text, map));
}

/** The same for what is written at a range among others, between brackets or in lines. */
export const cut = (text: string, range: Range, inFlow: boolean): Edits =>
  inFlow ? cutFlow(text, range) : cutBlock(text, range);

/** Takes an item out of its list; null for the only one, without which there would be no list. */
export function cutItem(text: string, list: ListNode, index: number): Edits | null {
  const item = list.items[index];
  if (item === undefined || list.items.length === 1 || !isInside(item.range, list.range)) return null;
  if (isFlow(text, list)) return cutFlow(text, item.range);
  const dash = /-[ \t]*$/u.exec(text.slice(lineStart(text, item.range.start), item.range.start));
  return dash === null
    ? null
    : cutBlock(text, { start: item.range.start - dash[0].length, end: item.range.end });
}

/** An entry between brackets. */
function cutFlow(text: string, { start, end }: Range): Edits {
  const isFirst = text.slice(lineStart(text, start), start).trim() === '';
  const comma = afterTrivia(text, end);
  const isLast = text.charAt(comma) !== ',';
  const whole = { start, end: isLast ? end : comma + 1 };
  if (isFirst) return [{ range: lines(text, whole), text: '' }];
  if (!isLast) return [{ range: withBlanks(text, whole), text: '' }];
  const before = text.slice(0, start).trimEnd();
  return before.endsWith(',')
    ? [{ range: { start: before.length - 1, end }, text: '' }]
    : [{ range: withBlanks(text, whole), text: '' }];
}

/** A range that begins its line: with the whole of its lines where only a comment follows it. */
function lines(text: string, { start, end }: Range): Range {
  const isLast = /^[ \t]*(?:#.*)?$/u.test(text.slice(end, lineEnd(text, end)));
  if (isLast) return { start: lineStart(text, start), end: nextLine(text, end) };
  return withBlanks(text, { start, end });
}

function withBlanks(text: string, { start, end }: Range): Range {
  const [blanks = ''] = /^[ \t]*/u.exec(text.slice(end)) ?? [];
  return { start, end: end + blanks.length };
}

/** The first sign that is neither white space nor comment. */
function afterTrivia(text: string, from: number): number {
  const [trivia = ''] = /^(?:\s+(?:#.*)?)*/u.exec(text.slice(from)) ?? [];
  return from + trivia.length;
}

/** An entry on lines of its own. After a dash the next entry moves up to it. */
function cutBlock(text: string, { start, end }: Range): Edits {
  const after = nextLine(text, end);
  const from = lineStart(text, start);
  if (text.slice(from, start).trim() === '') return [{ range: { start: from, end: after }, text: '' }];
  const next = /^\s*/u.exec(text.slice(after))?.[0].length ?? 0;
  return [{ range: { start, end: after + next }, text: '' }];
}
