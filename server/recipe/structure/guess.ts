import { nearestOf } from '../nearest.ts';
import { entryOf, type Entry, type MapNode } from '../node.ts';
import { meantBy, unitOf } from './other-words.ts';
import type { Rule } from './rule.ts';

/** What a key that isn't known may have been meant as. */
export interface Guess {
  readonly key: string;
  /** What becomes of its value, as it is written; null where it stays. */
  readonly value: string | null;
}

/** As people read it: `rate`, `length: 20 epochs`. */
export const guessed = ({ key, value }: Guess): string => (value === null ? key : `${key}: ${value}`);

/** Keys that could still stand in a map. */
export const freeKeys = (node: MapNode, { properties = {} }: Rule): readonly string[] =>
  Object.keys(properties).filter((key) => entryOf(node, key) === undefined);

/** A key without the space after its colon, which between brackets is one word: `{ loss:kd }`. */
function glued(entry: Entry, free: readonly string[]): Guess | null {
  const colon = entry.key.indexOf(':');
  const key = entry.key.slice(0, colon);
  const isWord = entry.value.kind === 'scalar' && entry.value.value === null;
  return colon > 0 && isWord && free.includes(key) ? { key, value: entry.key.slice(colon + 1) } : null;
}

/** `epochs: 20` where a length is meant. */
function counted({ key, value }: Entry, free: readonly string[], { properties = {} }: Rule): Guess | null {
  const unit = unitOf(key);
  const length = free.find((name) => properties[name]?.retort === 'length');
  if (unit === null || length === undefined || value.kind !== 'scalar') return null;
  if (typeof value.value !== 'number' || !(value.value > 0)) return null;
  return { key: length, value: `${value.value} ${value.value === 1 ? unit : `${unit}s`}` };
}

/** The key that a word is the beginning of, where it can be but one. */
function begunBy(word: string, free: readonly string[]): readonly string[] {
  const begun = word.length < 3 ? [] : free.filter((key) => key.startsWith(word));
  return begun.length === 1 ? begun : [];
}

/** The likeliest first: a missing space, what other toolkits call it, then keys that are nearly the same or begin alike. */
export function guesses(entry: Entry, free: readonly string[], rule: Rule): readonly Guess[] {
  const sure = glued(entry, free) ?? counted(entry, free, rule);
  if (sure !== null) return [sure];
  const likely = [meantBy(entry.key, free), nearestOf(entry.key, free), begunBy(entry.key, free)];
  return (likely.find((keys) => keys.length > 0) ?? []).map((key) => ({ key, value: null }));
}
