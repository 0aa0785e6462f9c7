import { valueOf, type Node } from '../node.ts';
import { textOf } from '../read/located.ts';
import { wordsOf, type Rule } from '../structure/rule.ts';

/** Values that may be put where one is missing; a choice of more is no help. */
export const samplesAtMost = 3;

/** Names of a recipe that a reference may name. */
export type Names = (to: string) => readonly string[];

/** The models, data sets and stages of a recipe, for references to them. */
export const namesOf =
  (root: Node): Names =>
  (to) => {
    const section = valueOf(root, sections[to] ?? to);
    if (section?.kind === 'list') {
      return section.items.flatMap((item) => textOf(valueOf(item, 'name'))?.value ?? []);
    }
    return section?.kind === 'map' ? section.entries.map(({ key }) => key) : [];
  };

const sections: Readonly<Record<string, string>> = { target: 'models', model: 'models', stage: 'stages' };

/** Sensible values of a rule, the likeliest first: its default, its examples, its first words, what it has to have. */
export function samplesOf(rule: Rule, names: Names): readonly unknown[] {
  return unsized(rule, names).slice(0, samplesAtMost);
}

function unsized(rule: Rule, names: Names): readonly unknown[] {
  if (rule.default !== undefined) return [rule.default];
  if (rule.examples !== undefined) return rule.examples.filter((each) => !isStage(each, names));
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

/** Names of stages are unique, and the only examples that are names. */
const isStage = (example: unknown, names: Names): boolean =>
  typeof example === 'string' && names('stage').includes(example);

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
