import type { Range } from '../protocol/problem.ts';

/**
 * A recipe as a tree of values with places. Aliases and merge keys are resolved: an aliased node is the very node of
 * its anchor, so its range is where the value is written. Keys are kept in lists, never as object keys, so that no
 * key (`__proto__`) is special.
 */
export type Node = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: 'map';
  readonly range: Range;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: string;
  readonly keyRange: Range;
  readonly value: Node;
}

export interface ListNode {
  readonly kind: 'list';
  readonly range: Range;
  readonly items: readonly Node[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly range: Range;
  readonly value: string | number | boolean | null;
}

/** The entry of a key, if `node` is a map that has it. */
export const entryOf = (node: Node | undefined, key: string): Entry | undefined =>
  node?.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined;

/** The value of a key, if `node` is a map that has it. */
export const valueOf = (node: Node | undefined, key: string): Node | undefined => entryOf(node, key)?.value;

/** Where to say what a map lacks: at its first key. */
export const headOf = (node: Node): Range =>
  (node.kind === 'map' ? node.entries[0]?.keyRange : undefined) ?? node.range;

/** Plain JSON of a node. Objects have no prototype, so that every key is only a key. */
export function toJson(node: Node): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toJson);
    case 'map': {
      const object: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
      for (const { key, value } of node.entries) object[key] = toJson(value);
      return object;
    }
  }
}
