import type { Entry, MapNode } from '../node.ts';
import { guesses, type Guess } from './guess.ts';
import { constantOf, type Rule } from './rule.ts';

/** Names that the key of a union can have. */
export const tagNames = ({ anyOf = [] }: Rule, tag: string): readonly string[] =>
  anyOf.flatMap(({ properties }) => constantOf(properties?.[tag]) ?? []);

/** Keys of a map that no alternative of a union knows. */
export const strangeKeys = (node: MapNode, { anyOf = [] }: Rule): readonly Entry[] =>
  node.entries.filter(({ key }) => !anyOf.some(({ properties = {} }) => Object.hasOwn(properties, key)));

/** All that the alternatives of a union know, as one rule. */
export const anyAlternative = ({ anyOf = [] }: Rule): Rule => ({
  properties: Object.fromEntries(anyOf.flatMap(({ properties = {} }) => Object.entries(properties))),
});

/** A key that was meant as the one that tells alternatives apart, and the map as if it were. */
export interface MeantTag {
  readonly entry: Entry;
  readonly guess: Guess;
  readonly node: MapNode;
}

/** `{ kind: kd }`, `{ lose: kd }` and `{ loss:kd }` for `{ loss: kd }`: first by the value, then by the key. */
export function meantTag(node: MapNode, tag: string, rule: Rule): MeantTag | null {
  const strange = strangeKeys(node, rule).filter(({ value }) => value.kind === 'scalar');
  const names = tagNames(rule, tag);
  const byValue = strange.find(({ value }) => value.kind === 'scalar' && names.includes(String(value.value)));
  const likely = byValue === undefined ? strange : [byValue];
  for (const entry of likely) {
    const guess = byValue === undefined ? guesses(entry, [tag], {})[0] : { key: tag, value: null };
    if (guess === undefined) continue;
    const value =
      guess.value === null ? entry.value : { ...entry.value, kind: 'scalar' as const, value: guess.value };
    const entries = node.entries.map((own) => (own === entry ? { ...entry, key: tag, value } : own));
    return { entry, guess, node: { ...node, entries } };
  }
  return null;
}
