import type { Fix } from '../../protocol/problem.ts';
import { flowText } from '../flow-text.ts';
import { entryOf, toJson, valueOf, type Node } from '../node.ts';
import { addKey } from './add.ts';
import { removal } from './remove.ts';
import { isInside } from './style.ts';

interface Source {
  readonly text: string;
  readonly root: Node;
}

/** Lets a map say of a key what another one says, or nothing where that says nothing. */
export function sayAs(
  { text, root }: Source,
  key: string,
  { from, to, title }: { readonly from: Node; readonly to: Node; readonly title: string },
): Fix | undefined {
  const [wanted, own] = [valueOf(from, key), entryOf(to, key)];
  if (wanted === undefined)
    return own === undefined ? undefined : removal({ text, root }, own.keyRange, title);
  const value = flowText(toJson(wanted));
  if (own === undefined) {
    const added = addKey(text, to, key, value);
    return added === undefined ? undefined : { ...added, title };
  }
  return isOneLine(text, own.value) && isInside(own.value.range, to.range)
    ? { title, edits: [{ range: own.value.range, text: value }] }
    : undefined;
}

/** Puts one more name at the end of a list, or beside the name that stands in its place. */
export function addName(text: string, node: Node, name: string, title: string): Fix | undefined {
  if (node.kind === 'map' || !isOneLine(text, node)) return undefined;
  const names = node.kind === 'list' ? node.items : [node];
  const list = flowText([...names.map(toJson), name]).replace(/^\[ | \]$/gu, (end) => end.trim());
  return { title, edits: [{ range: node.range, text: list }] };
}

const isOneLine = (text: string, { range }: Node): boolean =>
  !/[\r\n]/u.test(text.slice(range.start, range.end));
