import type { Fix } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import type { Entry, MapNode, Node } from '../node.ts';
import { isFlow, isInside, lineEnd, lineEnding, lineStart, writtenRange } from './style.ts';

type Edit = Fix['edits'][number];

/** A key with its value, as they are written. */
export type Written = readonly [key: string, value: string];

/** A fix that adds a key at the end of a map, in the style that the map is written in. */
export function addKey(text: string, map: Node, key: string, value: string): Fix | undefined {
  const edit = map.kind === 'map' ? insertion(text, map, [`${key}: ${value}`], map.entries.at(-1)) : null;
  return edit === null ? undefined : { title: say`Add ${key}: ${value}`, edits: [edit] };
}

/** The same after those keys that stand before it in `order`, at the beginning if none does; `more` comes along. */
export function addInOrder(
  text: string,
  map: MapNode,
  [first, ...more]: readonly [Written, ...(readonly Written[])],
  order: readonly string[],
): Fix | undefined {
  const before = order.slice(0, order.indexOf(first[0]));
  const written = [first, ...more].map(([key, value]) => `${key}: ${value}`);
  const after = map.entries.findLast((entry) => before.includes(entry.key));
  const edit = insertion(text, map, written, after);
  return edit === null ? undefined : { title: say`Add ${written.join(', ')}`, edits: [edit] };
}

/** Entries put after another, at the beginning for none; null where there is no safe place. */
export function insertion(
  text: string,
  map: MapNode,
  written: readonly string[],
  after: Entry | undefined,
): Edit | null {
  const [first] = map.entries;
  if (first === undefined) {
    const isEmpty = isFlow(text, map) && text.slice(map.range.start + 1, map.range.end - 1).trim() === '';
    return isEmpty ? { range: map.range, text: `{ ${written.join(', ')} }` } : null;
  }
  const near = writtenRange(text, after ?? first);
  // What a merge key brings stands elsewhere.
  if (!isInside(near, map.range)) return null;
  if (isFlow(text, map)) {
    const entries = written.join(', ');
    return after === undefined ? at(near.start, `${entries}, `) : at(near.end, `, ${entries}`);
  }
  const own = writtenRange(text, first);
  const line = `${lineEnding(text)}${' '.repeat(own.start - lineStart(text, own.start))}`;
  return after === undefined
    ? at(own.start, `${written.join(line)}${line}`)
    : at(lineEnd(text, near.end), `${line}${written.join(line)}`);
}

const at = (offset: number, text: string): Edit => ({ range: { start: offset, end: offset }, text });
