import { valueOf, type Node } from '../node.ts';
import { integerOf, itemsOf, namedEntries, textAt, textOf, type Located } from './located.ts';

/** An entry of `data:`. */
export interface DataEntry {
  readonly id: Located<string>;
  readonly source: Located<string> | null;
  /** The whole entry; the source's own keys are among its keys. */
  readonly node: Node;
  readonly skip: Located<number> | null;
  readonly take: Located<number> | null;
  readonly unlabelled: boolean;
  readonly augment: readonly { readonly kind: Located<string>; readonly node: Node }[];
  readonly normalize: Node | null;
}

export const readData = (root: Node | null): readonly DataEntry[] =>
  namedEntries(valueOf(root ?? undefined, 'data')).map(({ id, value: node }) => ({
    id,
    node,
    source: textAt(node, 'source'),
    skip: integerOf(valueOf(node, 'skip'), 0),
    take: integerOf(valueOf(node, 'take'), 1),
    unlabelled: textAt(node, 'labels')?.value === 'none',
    augment: itemsOf(valueOf(node, 'augment')).flatMap((item) => {
      const kind = textOf(valueOf(item, 'kind'));
      return kind === null ? [] : [{ kind, node: item }];
    }),
    normalize: valueOf(node, 'normalize') ?? null,
  }));
