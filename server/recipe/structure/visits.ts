import type { Entry, Node } from '../node.ts';
import { alternativeOf, childRule } from './descend.ts';
import type { Rule } from './rule.ts';

/** A value of a recipe with what the schema says of it. */
export interface Visit {
  readonly node: Node;
  /** What may stand here, its alternative chosen by what does; null where the schema says nothing. */
  readonly rule: Rule | null;
  /** Where the value is: a key of the map before it, an index of the list before it, null for the root. */
  readonly at: Entry | number | null;
  readonly parent: Visit | null;
}

/**
 * All that is written in a recipe, each value once: what an alias repeats is met at its anchor, which comes first. Only
 * a word is met again where it may name something else.
 */
export function* visits(root: Node, schema: Rule): Generator<Visit, void> {
  yield* visitsFrom(
    { node: root, rule: alternativeOf(schema, root), at: null, parent: null },
    new Set([root]),
  );
}

function* visitsFrom(visit: Visit, met: Set<Node>): Generator<Visit, void> {
  yield visit;
  for (const [node, at] of childrenOf(visit.node)) {
    const below = visit.rule && ruleBelow(visit.rule, typeof at === 'number' ? at : at.key);
    const rule = below && alternativeOf(below, node);
    if (met.has(node) && (node.kind !== 'scalar' || rule?.to === undefined)) continue;
    met.add(node);
    yield* visitsFrom({ node, rule, at, parent: visit }, met);
  }
}

/** Where it can't be told which alternative is meant (a loss with a slip), what the first says that says anything. */
function ruleBelow(rule: Rule, at: string | number): Rule | null {
  const own = childRule(rule, at);
  if (own !== null) return own;
  for (const alternative of rule.anyOf ?? []) {
    const below = ruleBelow(alternative, at);
    if (below !== null) return below;
  }
  return null;
}

const childrenOf = (node: Node): readonly (readonly [Node, Entry | number])[] =>
  node.kind === 'map'
    ? node.entries.map((entry) => [entry.value, entry] as const)
    : node.kind === 'list'
      ? node.items.map((item, index) => [item, index] as const)
      : [];
