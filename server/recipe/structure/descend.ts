import { valueOf, type Node } from '../node.ts';
import { pick, tagAlternative, tagOf } from './pick.ts';
import { wordsOf, type Rule } from './rule.ts';

/** Of a rule with alternatives the one that a value means; the rule itself where that can't be told. */
export function alternativeOf(rule: Rule, node: Node): Rule {
  const tag = tagOf(rule);
  if (tag !== undefined && node.kind === 'map') {
    const name = valueOf(node, tag);
    const named =
      name?.kind === 'scalar' ? tagAlternative(rule.anyOf ?? [], tag, String(name.value)) : undefined;
    return named ?? rule;
  }
  if (wordsOf(rule) !== null || rule.anyOf === undefined) return rule;
  const alternative = pick(rule.anyOf, node);
  return alternative === undefined ? rule : alternativeOf(alternative, node);
}

/** What may stand under a key or at an index; null where the schema says nothing. */
export function childRule(rule: Rule, at: string | number): Rule | null {
  if (typeof at === 'string') {
    const { properties = {}, additionalProperties: rest } = rule;
    const own = Object.hasOwn(properties, at) ? properties[at] : undefined;
    return own ?? (typeof rest === 'object' ? rest : null);
  }
  const { items, prefixItems } = rule;
  const places: readonly Rule[] | undefined = prefixItems ?? (isList(items) ? items : undefined);
  return places === undefined ? (isList(items) ? null : (items ?? null)) : (places[at] ?? null);
}

export const isList = (items: Rule['items']): items is readonly Rule[] => Array.isArray(items);
