import type { Fix, Range } from '../../protocol/problem.ts';
import type { Node } from '../node.ts';
import { cutEntry, cutItem } from './cut.ts';
import { isInside } from './style.ts';

interface Source {
  readonly text: string;
  readonly root: Node;
}

/**
 * A fix that takes out what stands at a range: a key with its value, the value of a key with the key, an item of a list
 * and, where it is the only one, the key of the list.
 */
export function removal({ text, root }: Source, range: Range, title: string): Fix | undefined {
  const edits = cutAt(text, root, range);
  return edits === null ? undefined : { title, edits };
}

const isAt = (a: Range, b: Range): boolean => a.start === b.start && a.end === b.end;

function cutAt(text: string, node: Node, range: Range): Fix['edits'] | null {
  if (node.kind === 'list') {
    const index = node.items.findIndex((item) => isAt(item.range, range));
    const inner = node.items.find((item) => isInside(range, item.range));
    return index >= 0 ? cutItem(text, node, index) : inner === undefined ? null : cutAt(text, inner, range);
  }
  if (node.kind === 'scalar') return null;
  for (const entry of node.entries) {
    const { keyRange, value } = entry;
    const [only, second] = value.kind === 'list' ? value.items : [];
    const isLone = only !== undefined && second === undefined && isAt(only.range, range);
    if (isAt(keyRange, range) || isAt(value.range, range) || isLone) return cutEntry(text, node, entry);
    if (isInside(range, value.range)) return cutAt(text, value, range);
  }
  return null;
}
