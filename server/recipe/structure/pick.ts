import { entryOf, type Node } from '../node.ts';
import { constantOf, type Rule } from './rule.ts';
import { accepts } from './words.ts';

/** The alternative that a value most likely means: by JSON type, then by the keys that are there. */
export function pick(alternatives: readonly Rule[], node: Node): Rule | undefined {
  const fitting = alternatives.filter((rule) => accepts(rule, node));
  if (fitting.length <= 1) return fitting[0];
  return fitting
    .map((rule) => ({ rule, score: score(rule, node) }))
    .reduce((best, next) => (next.score > best.score ? next : best)).rule;
}

/** All required keys there beats any number of known keys; a key that may have any name counts half. */
function score(rule: Rule, node: Node): number {
  if (node.kind !== 'map') return rule.anyOf === undefined ? 0 : score(pick(rule.anyOf, node) ?? {}, node);
  const { properties = {}, required = [], additionalProperties: rest = true } = rule;
  const known = node.entries.filter(({ key }) => Object.hasOwn(properties, key)).length;
  const free = typeof rest === 'boolean' ? 0 : node.entries.length - known;
  const complete = required.length > 0 && required.every((key) => entryOf(node, key) !== undefined);
  return (complete ? 1000 : 0) + known + free / 2;
}

/** The alternative whose constant tag equals the node's. */
export const tagAlternative = (alternatives: readonly Rule[], tag: string, name: string): Rule | undefined =>
  alternatives.find((rule) => constantOf(rule.properties?.[tag]) === name);

/** Key that tells the alternatives of a union apart: the declared one, or one that is constant in each of them. */
export function tagOf({ tag, anyOf = [] }: Rule): string | undefined {
  const [first] = anyOf;
  if (tag !== undefined || first === undefined) return tag;
  return Object.keys(first.properties ?? {}).find((key) =>
    anyOf.every((alternative) => constantOf(alternative.properties?.[key]) !== undefined),
  );
}
