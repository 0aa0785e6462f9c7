import type { Fix } from '../../protocol/problem.ts';
import type { Node } from '../node.ts';
import { say } from '../../text/say.ts';

/** A fix that adds a key at the end of a map, in the style that the map is written in. */
export function addKey(text: string, map: Node, key: string, value: string): Fix | undefined {
  const last = map.kind === 'map' ? map.entries.at(-1) : undefined;
  if (map.kind !== 'map' || last === undefined) return undefined;
  const end = Math.max(last.value.range.end, last.keyRange.end);
  // An aliased value is written elsewhere; there is no safe place after it.
  if (end > map.range.end || last.keyRange.start < map.range.start) return undefined;
  const flow = text.charAt(map.range.start) === '{';
  const first = map.entries[0]?.keyRange.start ?? map.range.start;
  const lineStart = text.lastIndexOf('\n', first - 1) + 1;
  const added = flow ? `, ${key}: ${value}` : `\n${' '.repeat(first - lineStart)}${key}: ${value}`;
  return { title: say`Add ${key}: ${value}`, edits: [{ range: { start: end, end }, text: added }] };
}
