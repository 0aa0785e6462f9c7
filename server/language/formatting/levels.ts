import type { Lexeme } from '../../recipe/lexemes.ts';
import type { Line } from './lines.ts';

/** Spaces a level. */
export const step = 2;

/** A block map, list or value that is open: the column at which it is written, and the one that it gets. */
export interface Level {
  readonly column: number;
  readonly indent: number;
  readonly isList: boolean;
  /** Whether a flow map or list stands here by itself rather than after a key. */
  readonly isFlow: boolean;
}

/** What is open after a line of block style began, from the outside in, and where that line is to begin. */
export function levelsAfter(
  levels: readonly Level[],
  { pieces, start }: Line,
): { readonly levels: readonly Level[]; readonly indent: number } {
  let open = levels;
  let indent: number | undefined;
  for (const [index, piece] of pieces.entries()) {
    const isList = piece.kind === 'seq-item-ind';
    // The text of a block scalar is counted from what holds it.
    if (index > 0 && (piece.kind === 'comment' || piece.kind === 'block-scalar-header')) break;
    open = withLevel(open, { column: piece.range.start - start, isList, isFlow: isOpening(piece) });
    indent ??= open.at(-1)?.indent;
    if (!isList) break;
  }
  return { levels: open, indent: indent ?? 0 };
}

function withLevel(levels: readonly Level[], next: Omit<Level, 'indent'>): readonly Level[] {
  const { column, isList } = next;
  // A list may stand in the column of its key.
  const kept = levels.filter(
    (level) => level.column < column || (level.column === column && (isList || !level.isList)),
  );
  const last = kept.at(-1);
  if (last?.column === column && last.isList === isList) return kept;
  return [...kept, { ...next, indent: last === undefined ? 0 : last.indent + step }];
}

export const isOpening = ({ kind }: Lexeme): boolean =>
  kind === 'flow-map-start' || kind === 'flow-seq-start';
export const isClosing = ({ kind }: Lexeme): boolean => kind === 'flow-map-end' || kind === 'flow-seq-end';

/** Where a comment goes that stood in a column: to the deepest level that it did not stand left of. */
export function commentIndent(column: number, before: readonly Level[], after: readonly Level[]): number {
  const candidates = [...after.toReversed(), ...before.toReversed()].filter(
    (level) => level.column <= column,
  );
  const deepest = Math.max(...candidates.map((level) => level.column));
  return candidates.find((level) => level.column === deepest)?.indent ?? 0;
}
