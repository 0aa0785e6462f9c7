import type { Range } from '../../protocol/problem.ts';
import { valueOf, type Node } from '../node.ts';
import { integerOf, itemsOf, namedEntries, textAt, textOf, type Located } from './located.ts';

/** An entry of `models:`. */
export interface ModelEntry {
  readonly id: Located<string>;
  /** The whole entry. */
  readonly node: Node;
  readonly kind: Located<string> | null;
  /** The value of `network:`. */
  readonly network: Node | null;
  readonly checkpoint: Located<string> | null;
  readonly classes: Located<number> | null;
  /** Input name → field. */
  readonly inputs: readonly { readonly input: Located<string>; readonly field: Located<string> }[];
  readonly init: InitEntry | null;
  readonly heads: readonly Located<string>[];
  /** Heads that taps get, `exit.1` and so on, each at its tap. */
  readonly exits: readonly Located<string>[];
}

export interface InitEntry {
  readonly from: Located<string>;
  readonly range: Range;
  /** Own block number → block number there; null for all variables that fit. */
  readonly blocks: readonly { readonly own: Located<string>; readonly theirs: Located<number> }[] | null;
}

export const readModels = (root: Node | null): readonly ModelEntry[] =>
  namedEntries(valueOf(root ?? undefined, 'models')).map(({ id, value: node }) => {
    const network = valueOf(node, 'network') ?? null;
    return {
      id,
      node,
      kind: textAt(network ?? undefined, 'kind'),
      network,
      checkpoint: textAt(node, 'checkpoint'),
      classes: integerOf(valueOf(node, 'classes'), 2),
      inputs: namedEntries(valueOf(node, 'inputs')).flatMap(({ id: input, value }) => {
        const field = textOf(value);
        return field === null ? [] : [{ input, field }];
      }),
      init: readInit(valueOf(node, 'init')),
      heads: namedEntries(valueOf(node, 'heads')).map((head) => head.id),
      exits: itemsOf(valueOf(node, 'exits')).map(({ range }, index) => ({
        value: `exit.${index + 1}`,
        range,
      })),
    };
  });

function readInit(node: Node | undefined): InitEntry | null {
  const from = textAt(node, 'from');
  if (node === undefined || from === null) return null;
  const blocks = valueOf(node, 'blocks');
  return {
    from,
    range: node.range,
    blocks:
      blocks === undefined
        ? null
        : namedEntries(blocks).flatMap(({ id: own, value }) => {
            const theirs = integerOf(value, 0);
            return theirs === null ? [] : [{ own, theirs }];
          }),
  };
}
