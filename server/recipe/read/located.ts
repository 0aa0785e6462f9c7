import type { Range } from '../../protocol/problem.ts';
import { valueOf, type Node } from '../node.ts';

/** A value and where it is written. */
export interface Located<T> {
  readonly value: T;
  readonly range: Range;
}

export const textOf = (node: Node | undefined): Located<string> | null =>
  node?.kind === 'scalar' && typeof node.value === 'string' ? { value: node.value, range: node.range } : null;

export const numberOf = (node: Node | undefined): Located<number> | null =>
  node?.kind === 'scalar' && typeof node.value === 'number' && Number.isFinite(node.value)
    ? { value: node.value, range: node.range }
    : null;

export const integerOf = (node: Node | undefined, minimum: number): Located<number> | null => {
  const number = numberOf(node);
  return number !== null && Number.isInteger(number.value) && number.value >= minimum ? number : null;
};

/** A word, or a list of words: `teachers: a`, `teachers: [a, b]`. Null when the key isn't there. */
export function textsOf(node: Node | undefined): readonly Located<string>[] | null {
  if (node === undefined) return null;
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => textOf(item) ?? []);
}

export const textAt = (node: Node | undefined, key: string): Located<string> | null =>
  textOf(valueOf(node, key));

/** Entries of a map with their names as located words. */
export const namedEntries = (
  node: Node | undefined,
): readonly { readonly id: Located<string>; readonly value: Node }[] =>
  node?.kind === 'map'
    ? node.entries.map(({ key, keyRange, value }) => ({ id: { value: key, range: keyRange }, value }))
    : [];

export const itemsOf = (node: Node | undefined): readonly Node[] => (node?.kind === 'list' ? node.items : []);
