import type { Range } from '../../protocol/problem.ts';
import { valueOf, type Node } from '../node.ts';
import { itemsOf, numberOf, textAt, textOf, textsOf, type Located } from './located.ts';

/** An entry of `losses:`. */
export interface TermEntry {
  readonly node: Node;
  readonly loss: Located<string>;
  /** The loss's name where the recipe gives none. */
  readonly id: Located<string>;
  readonly data: readonly Located<string>[] | null;
  readonly teachers: readonly Located<string>[] | null;
  readonly pairs: PairsEntry | null;
  readonly project: Node | null;
}

const pairings = ['uniform', 'skip', 'last'] as const;
export type Pairing = (typeof pairings)[number];

export type PairsEntry =
  | { readonly kind: 'rule'; readonly rule: Located<Pairing> }
  | { readonly kind: 'list'; readonly range: Range; readonly pairs: readonly PairEntry[] };

export interface PairEntry {
  readonly range: Range;
  readonly student: Located<string>;
  readonly teacher: Located<string>;
  readonly project: Node | null;
  readonly weight: number;
  /** Written as `[student, teacher]`. */
  readonly short: boolean;
}

export const readTerms = (node: Node | undefined): readonly TermEntry[] =>
  itemsOf(node).flatMap((item) => {
    const loss = textAt(item, 'loss');
    if (loss === null) return [];
    return [
      {
        node: item,
        loss,
        id: textAt(item, 'id') ?? loss,
        data: textsOf(valueOf(item, 'data')),
        teachers: textsOf(valueOf(item, 'teachers')),
        pairs: readPairs(valueOf(item, 'pairs')),
        project: valueOf(item, 'project') ?? null,
      },
    ];
  });

function readPairs(node: Node | undefined): PairsEntry | null {
  const word = textOf(node);
  const rule = pairings.find((pairing) => pairing === word?.value);
  if (word !== null && rule !== undefined) return { kind: 'rule', rule: { value: rule, range: word.range } };
  if (node?.kind !== 'list') return null;
  return { kind: 'list', range: node.range, pairs: node.items.flatMap((item) => readPair(item) ?? []) };
}

function readPair(node: Node): PairEntry | null {
  const short = node.kind === 'list';
  const student = short ? textOf(node.items[0]) : textAt(node, 'student');
  const teacher = short ? textOf(node.items[1]) : textAt(node, 'teacher');
  if (student === null || teacher === null) return null;
  return {
    range: node.range,
    student,
    teacher,
    project: valueOf(node, 'project') ?? null,
    weight: numberOf(valueOf(node, 'weight'))?.value ?? 1,
    short,
  };
}
