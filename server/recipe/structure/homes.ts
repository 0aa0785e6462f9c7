import { say } from '../../text/say.ts';
import { childRule } from './descend.ts';
import { constantOf, type Rule } from './rule.ts';
import { listed } from './words.ts';

/** What a key means elsewhere may be what was meant: so deep below a map it is looked for. */
const levelsBelow = 3;

/**
 * Where a key that isn't known in a map is known: in other alternatives of the map (`temperature`, of `kd` and not of
 * `hard`), or below one of its keys (`rate`, of `optimizer`). Empty when nowhere.
 */
export function homesOf(key: string, rule: Rule, among: Rule | null): string {
  const nameOf = ({ properties }: Rule): string => constantOf(properties?.[among?.tag ?? '']) ?? '';
  const having = (among?.anyOf ?? []).filter(({ properties = {} }) => Object.hasOwn(properties, key));
  if (having.length > 0) {
    return say`${nameOf(rule)} has no ${key}; ${listed(having.map(nameOf))} can have it.`;
  }
  const below = Object.keys(rule.properties ?? {}).flatMap((place) => {
    const found = findBelow(childRule(rule, place), key, levelsBelow);
    return found === null ? [] : [{ place, meaning: found.description ?? '' }];
  });
  return below.length === 0
    ? ''
    : say`It belongs in ${below.map(({ place, meaning }) => (meaning === '' ? place : `${place} (${meaning})`)).join(say` or `)}.`;
}

function findBelow(rule: Rule | null, key: string, levels: number): Rule | null {
  if (rule === null || levels === 0) return null;
  const { properties = {}, anyOf = [], items } = rule;
  const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (own !== undefined) return own;
  const parts = [...anyOf, ...(items === undefined || 'length' in items ? [] : [items])];
  for (const part of parts) {
    const found = findBelow(part, key, levels - 1);
    if (found !== null) return found;
  }
  return null;
}
