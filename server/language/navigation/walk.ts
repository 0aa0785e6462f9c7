import type { Range } from '../../protocol/problem.ts';
import type { Entry, Node } from '../../recipe/node.ts';
import { alternativeOf, childRule } from '../../recipe/structure/descend.ts';
import type { Rule } from '../../recipe/structure/rule.ts';

/** A value of a recipe with what the schema says of it. */
export interface Visit {
  readonly node: Node;
  /** What may stand here, its alternative chosen by what does; null where the schema says nothing. */
  readonly rule: Rule | null;
  /** Where the value is: a key of the map before it, an index of the list before it, null for the root. */
  readonly at: Entry | number | null;
  readonly parent: Visit | null;
}

/** All that is written in a recipe, each value once: what an alias repeats is met at its anchor, which comes first. */
export function* visits(root: Node, schema: Rule): Generator<Visit, void> {
  yield* visitsFrom(
    { node: root, rule: alternativeOf(schema, root), at: null, parent: null },
    new Set([root]),
  );
}

function* visitsFrom(visit: Visit, met: Set<Node>): Generator<Visit, void> {
  yield visit;
  for (const [node, at] of childrenOf(visit.node)) {
    if (met.has(node)) continue;
    met.add(node);
    const rule = visit.rule && childRule(visit.rule, typeof at === 'number' ? at : at.key);
    yield* visitsFrom({ node, rule: rule && alternativeOf(rule, node), at, parent: visit }, met);
  }
}

const childrenOf = (node: Node): readonly (readonly [Node, Entry | number])[] =>
  node.kind === 'map'
    ? node.entries.map((entry) => [entry.value, entry] as const)
    : node.kind === 'list'
      ? node.items.map((item, index) => [item, index] as const)
      : [];

/** Whether a range lies in another. */
export const contains = (outer: Range, inner: Range): boolean =>
  outer.start <= inner.start && inner.end <= outer.end;

/** Whether an offset lies in a range or at one of its ends. */
export const touches = ({ start, end }: Range, offset: number): boolean => start <= offset && offset <= end;
