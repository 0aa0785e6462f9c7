import type { MapNode } from '../../recipe/node.ts';
import { textAt } from '../../recipe/read/located.ts';
import { namePattern } from '../../recipe/schema/words.ts';
import type { Rule } from '../../recipe/structure/rule.ts';
import type { Spot } from './spot.ts';

/** The value to begin with under a key: the schema's default or example, or what the method of this term takes. */
export function begunWith(
  key: string,
  rule: Rule,
  { map, spot }: { map: MapNode | null; spot: Spot },
): string | null {
  // A name is the writer's own, and there may be one such already.
  const example = rule.pattern === namePattern ? undefined : rule.examples?.[0];
  const fallback = rule.default ?? ofTerm(key, map, spot) ?? example;
  return typeof fallback === 'string' || typeof fallback === 'number' || typeof fallback === 'boolean'
    ? String(fallback)
    : null;
}

function ofTerm(key: string, map: MapNode | null, { snapshot }: Spot): unknown {
  const loss = map === null ? null : textAt(map, 'loss');
  const descriptor = snapshot.catalogue.losses.find(({ name }) => name === loss?.value);
  return key === 'weight' || key === 'reduction' ? descriptor?.[key] : undefined;
}

/** Whether a key is said in a map itself: what a merge key brings can still be said otherwise. */
export function isOwnKey(map: MapNode, key: string): boolean {
  const entry = map.entries.find((other) => other.key === key);
  return (
    entry !== undefined && map.range.start <= entry.keyRange.start && entry.keyRange.end <= map.range.end
  );
}
