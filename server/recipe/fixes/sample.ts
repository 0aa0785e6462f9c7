import { valueOf, type MapNode, type Node } from '../node.ts';
import { constantOf, wordsOf, type Rule } from '../structure/rule.ts';

/** Values that may be put where one is missing; a choice of more is no help. */
const samplesAtMost = 3;

/** Names of a recipe that a reference may name. */
export type Names = (to: string) => readonly string[];

/** The models and data sets of a recipe, for references to them. */
export const namesOf =
  (root: Node): Names =>
  (to) => {
    const section = valueOf(root, to === 'target' || to === 'model' ? 'models' : to);
    return section?.kind === 'map' ? section.entries.map(({ key }) => key) : [];
  };

/** Sensible values of a rule, the likeliest first: its default, its examples, its first words, what it has to have. */
export function samplesOf(rule: Rule, names: Names): readonly unknown[] {
  return unsized(rule, names).slice(0, samplesAtMost);
}

function unsized(rule: Rule, names: Names): readonly unknown[] {
  if (rule.default !== undefined) return [rule.default];
  if (rule.examples !== undefined) return rule.examples;
  if (rule.retort === 'reference') return names(rule.to ?? '');
  const words = wordsOf(rule);
  if (words !== null) return rule.enum ?? [rule.const ?? words[0]];
  const { anyOf } = rule;
  if (rule.retort === 'tagged') return (anyOf ?? []).flatMap((each) => unsized(each, names).slice(0, 1));
  if (anyOf !== undefined) {
    return anyOf.map((each) => unsized(each, names)).find((samples) => samples.length > 0) ?? [];
  }
  switch (rule.type) {
    case 'object':
      return objectOf(rule, names);
    case 'array':
      return listOf(rule, names);
    case 'boolean':
      return [true, false];
    case 'integer':
      return rule.minimum === undefined ? [] : [rule.minimum];
    default:
      return [];
  }
}

function objectOf({ required = [], properties = {} }: Rule, names: Names): readonly unknown[] {
  const entries = required.map((key) => [key, unsized(properties[key] ?? {}, names)[0]] as const);
  return required.length === 0 || entries.some(([, value]) => value === undefined)
    ? []
    : [Object.fromEntries(entries)];
}

function listOf({ items, prefixItems, minItems = 0 }: Rule, names: Names): readonly unknown[] {
  if (prefixItems !== undefined || items === undefined || 'length' in items || minItems > 1) return [];
  return unsized(items, names).map((item) => [item]);
}

/** Names of the alternatives that know all keys of a map, those that know more keys than these last. */
export function tagsFor(node: MapNode, tag: string, { anyOf = [] }: Rule): readonly string[] {
  const fitting = anyOf.filter(({ properties = {} }) =>
    node.entries.every(({ key }) => Object.hasOwn(properties, key)),
  );
  return fitting.flatMap(({ properties }) => constantOf(properties?.[tag]) ?? []).slice(0, samplesAtMost);
}
