import type { Catalogue } from '../../recipe/catalogue.ts';
import { entryOf, type Node } from '../../recipe/node.ts';
import type { StageEntry } from '../../recipe/read/stages.ts';
import type { Parameters } from '../../recipe/resolved/parameters.ts';
import type { ResolvedTerm } from '../../recipe/resolved/terms.ts';
import { schemaOf } from '../../recipe/schema.ts';
import { childRule } from '../../recipe/structure/descend.ts';
import { ruleOf, type Rule } from '../../recipe/structure/rule.ts';
import { translated } from '../../text/say.ts';
import { plainValue, scalarText } from '../hover/describe.ts';

/** A key that a recipe leaves out, with what it means then. */
export interface Unstated {
  readonly key: string;
  readonly value: string;
  readonly description: string;
}

/** Parameters of a descriptor that a map of a recipe leaves out. */
export function unstatedParameters(
  node: Node,
  schema: ResolvedTerm['descriptor']['parameters'],
  { values, scalars }: Parameters,
): readonly Unstated[] {
  const resolved = { ...values, ...scalars };
  return Object.entries(schema.properties).flatMap(([key, parameter]) =>
    Object.hasOwn(resolved, key) ? missing(node, key, resolved[key], ruleOf(parameter)) : [],
  );
}

/** What a term leaves out: how it is reduced and weighed, and parameters of its loss. */
export const unstatedOfTerm = (term: ResolvedTerm): readonly Unstated[] => [
  ...missing(term.entry.node, 'reduction', term.reduction, {}),
  ...missing(term.entry.node, 'weight', scalarText(term.weight), {}),
  ...unstatedParameters(term.entry.node, term.descriptor.parameters, term.parameters),
];

/** What a stage leaves out of all that has a default. */
export function unstatedOfStage({ node }: StageEntry, catalogue: Catalogue): readonly Unstated[] {
  const stages = childRule(ruleOf(schemaOf(catalogue)), 'stages');
  const stage = stages === null ? null : childRule(stages, 0);
  return Object.entries(stage?.properties ?? {}).flatMap(([key, rule]) =>
    rule.default === undefined ? [] : missing(node, key, rule.default, rule),
  );
}

const missing = (node: Node, key: string, value: unknown, rule: Rule): readonly Unstated[] =>
  entryOf(node, key) === undefined
    ? [{ key, value: plainValue(value), description: translated(rule.description ?? '') }]
    : [];
