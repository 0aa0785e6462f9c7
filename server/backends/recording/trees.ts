import type { Tree } from '../../distill/backend.ts';
import type { Value } from './graph.ts';

export type { Tree };

/** Where each leaf of a tree is in the flat list of its leaves. */
export type Structure = Tree<number>;

/** A group may well have a member called shape; a list of numbers it is in leaves only. */
const isLeaf = <Leaf extends Value>(node: Leaf | Tree<Leaf>): node is Leaf => Array.isArray(node.shape);

/** The same tree with other leaves. They are met in the order of the keys, with their paths joined by `/`. */
export function mapLeaves<Leaf extends Value, Made>(
  tree: Tree<Leaf>,
  make: (leaf: Leaf, path: string) => Made,
  prefix = '',
): Tree<Made> {
  const made: Record<string, Made | Tree<Made>> = {};
  for (const [name, node] of Object.entries(tree)) {
    const path = prefix + name;
    made[name] = isLeaf(node) ? make(node, path) : mapLeaves(node, make, `${path}/`);
  }
  return made;
}

/** The leaves of a tree in the order in which a recording has them as ports. */
export function leavesOf<Leaf extends Value>(tree: Tree<Leaf>): readonly Leaf[] {
  const leaves: Leaf[] = [];
  mapLeaves(tree, (leaf) => leaves.push(leaf));
  return leaves;
}

/** The tree of which `structure` says where each leaf is in `leaves`. Throws where there are too few. */
export function fromLeaves<Leaf>(structure: Structure, leaves: readonly Leaf[]): Tree<Leaf> {
  const made: Record<string, Leaf | Tree<Leaf>> = {};
  for (const [name, node] of Object.entries(structure)) {
    if (typeof node !== 'number') {
      made[name] = fromLeaves(node, leaves);
      continue;
    }
    const leaf = leaves[node];
    if (leaf === undefined) throw new TypeError(`There is no leaf ${node} for ${name}.`);
    made[name] = leaf;
  }
  return made;
}
