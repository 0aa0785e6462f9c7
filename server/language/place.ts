import { entryOf, type Entry, type Node } from '../recipe/node.ts';
import { alternativeOf, childRule } from '../recipe/structure/descend.ts';
import type { Rule } from '../recipe/structure/rule.ts';

/** A node on the way from the root to an offset. */
export interface Step {
  readonly node: Node;
  /** What may stand here, as the schema says it; null below something that it doesn't know. */
  readonly rule: Rule | null;
  /** The rule with its alternative chosen by what stands here. */
  readonly chosen: Rule | null;
  /** Where the node is: a key of the map before it, an index of the list before it, null for the root. */
  readonly at: Entry | number | null;
}

export interface Place {
  /** From the root to the innermost node around the offset. */
  readonly steps: readonly Step[];
  /** Whether the offset is on the key of the innermost node rather than on its value. */
  readonly onKey: boolean;
}

/** What lies at an offset. Nothing that an alias repeats is entered: it is written elsewhere. */
export function placeAt(root: Node, schema: Rule, offset: number): Place {
  const steps: Step[] = [];
  let step: Step | null = stepTo(root, schema, null);
  while (step !== null) {
    steps.push(step);
    const next: { step: Step; onKey: boolean } | null = childAt(step, offset);
    if (next?.onKey === true) return { steps: [...steps, next.step], onKey: true };
    step = next?.step ?? null;
  }
  return { steps, onKey: false };
}

function stepTo(node: Node, rule: Rule | null, at: Step['at']): Step {
  return { node, rule, chosen: rule === null ? null : alternativeOf(rule, node), at };
}

function childAt({ node, chosen }: Step, offset: number): { step: Step; onKey: boolean } | null {
  if (node.kind === 'list') {
    const index = node.items.findIndex((item) => within(item, node, offset));
    const item = node.items[index];
    return item === undefined
      ? null
      : { step: stepTo(item, chosen && childRule(chosen, index), index), onKey: false };
  }
  if (node.kind !== 'map') return null;
  for (const entry of node.entries) {
    const onKey = touches(entry.keyRange, offset);
    if (!onKey && !within(entry.value, node, offset)) continue;
    return { step: stepTo(entry.value, chosen && childRule(chosen, entry.key), entry), onKey };
  }
  return null;
}

const touches = ({ start, end }: Node['range'], offset: number): boolean => start <= offset && offset <= end;

const within = (child: Node, parent: Node, offset: number): boolean =>
  touches(child.range, offset) &&
  parent.range.start <= child.range.start &&
  child.range.end <= parent.range.end;

/** Keys and indices from the root: `stages`, `1`, `losses`, `0`, `loss`. */
export const pathOf = ({ steps }: Place): readonly string[] =>
  steps.flatMap(({ at }) => (at === null ? [] : [typeof at === 'number' ? String(at) : at.key]));

/** The entry of `models:`, `data:` or `stages:` that a place is in, by its path. */
export const ownerOf = (root: Node, place: Place): Node | undefined => {
  const [section = '', name = ''] = pathOf(place);
  const node = entryOf(root, section)?.value;
  return node?.kind === 'list' ? node.items[Number(name)] : entryOf(node, name)?.value;
};
