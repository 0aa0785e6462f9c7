import type { Lexeme } from '../../recipe/lexemes.ts';
import { hasLines, type Line } from './lines.ts';

/** A line with the white space that each of its pieces gets before it: first the indentation. */
export interface Spaced {
  readonly line: Line;
  readonly gaps: readonly number[];
}

/** White space between the pieces of each line: one space where YAML has one, and columns that people made. */
export function spaced(lines: readonly Line[], indents: readonly number[]): readonly Spaced[] {
  let result: readonly Spaced[] = lines.map((line, index) => ({
    line,
    gaps: gapsOf(line, indents[index] ?? 0),
  }));
  const cells = lines.map(cellsOf);
  const comments = lines.map(commentOf);
  for (let cell = 0; cells.some((each) => each.length > cell); cell++) {
    result = aligned(result, (index) => cells[index]?.[cell], 1);
  }
  return underComments(aligned(result, (index) => comments[index], null));
}

/** A comment under one after something else goes on from that and stays under it. */
function underComments(lines: readonly Spaced[]): readonly Spaced[] {
  const result = [...lines];
  for (const [index, { line }] of lines.entries()) {
    const before = result[index - 1];
    const at = (before?.line.pieces.length ?? 0) - 1;
    const [first] = line.pieces;
    const above = before?.line.pieces[at];
    if (before === undefined || first?.kind !== 'comment' || above?.kind !== 'comment') continue;
    if (before.line.pieces.some(hasLines) || columnOf(before.line, at) !== columnOf(line, 0)) continue;
    result[index] = { line, gaps: [endBefore(before, at) + (before.gaps[at] ?? 0)] };
  }
  return result;
}

const gapsOf = ({ pieces }: Line, indent: number): readonly number[] =>
  pieces.map((piece, index) => {
    const before = pieces[index - 1];
    return before === undefined ? indent : gapBetween(before, piece);
  });

/** Spaces between two pieces of a line. */
function gapBetween(before: Lexeme, piece: Lexeme): number {
  const written = piece.range.start - before.range.end;
  if (piece.kind === 'comment') return written;
  if (piece.kind === 'comma') return 0;
  if (piece.kind === 'map-value-ind') return isValue(before) ? 0 : written;
  if (before.kind === 'flow-seq-start' || piece.kind === 'flow-seq-end') return 0;
  if (before.kind === 'flow-map-start') return piece.kind === 'flow-map-end' ? 0 : 1;
  return piece.kind === 'flow-map-end' || written > 0 || isFollowed(before) ? 1 : 0;
}

const isValue = ({ kind }: Lexeme): boolean =>
  ['plain', 'single-quoted-scalar', 'double-quoted-scalar', 'flow-map-end', 'flow-seq-end'].includes(kind);

const isFollowed = ({ kind }: Lexeme): boolean => kind === 'comma' || kind === 'map-value-ind';

/** More on one line are no columns that somebody made. */
const mostCells = 32;

/** Pieces that people put under each other: values, and what follows a comma. */
function cellsOf({ pieces }: Line): readonly number[] {
  const last = pieces.findIndex(hasLines);
  const cells = pieces.flatMap((piece, index) => {
    const before = pieces[index - 1];
    const isCell = before !== undefined && isFollowed(before) && piece.kind !== 'comment';
    return isCell && (last < 0 || index <= last) ? [index] : [];
  });
  return cells.slice(0, mostCells);
}

/** The comment after something else. */
function commentOf({ pieces }: Line): number | undefined {
  const last = pieces.length - 1;
  return last > 0 && pieces[last]?.kind === 'comment' && !pieces.some(hasLines) ? last : undefined;
}

/**
 * Pieces that stand in one column on lines that follow each other stay in one, as far left as the longest line lets
 * them be, if somebody made that column by spaces. `least` is the gap that the longest line gets; null keeps its own.
 */
function aligned(
  lines: readonly Spaced[],
  pick: (index: number) => number | undefined,
  least: number | null,
): readonly Spaced[] {
  const result = [...lines];
  for (const run of runs(lines, pick)) {
    const written = run.map(({ line, at }) => gapBefore(line, at));
    if (run.length < 2 || Math.max(...written) < 2) continue;
    const column =
      Math.max(...run.map(({ spaced: each, at }) => endBefore(each, at))) + (least ?? Math.min(...written));
    for (const { index, spaced: each, at } of run) {
      result[index] = { line: each.line, gaps: each.gaps.with(at, column - endBefore(each, at)) };
    }
  }
  return result;
}

interface Member {
  readonly index: number;
  readonly line: Line;
  readonly spaced: Spaced;
  readonly at: number;
}

/** Lines that follow each other and have a piece in the same column. */
function runs(
  lines: readonly Spaced[],
  pick: (index: number) => number | undefined,
): readonly (readonly Member[])[] {
  const found: Member[][] = [];
  for (const [index, each] of lines.entries()) {
    const at = pick(index);
    if (at === undefined) continue;
    const member: Member = { index, line: each.line, spaced: each, at };
    const run = found.at(-1);
    const last = run?.at(-1);
    if (last?.index === index - 1 && columnOf(last.line, last.at) === columnOf(each.line, at))
      run?.push(member);
    else found.push([member]);
  }
  return found;
}

const columnOf = ({ pieces, start }: Line, at: number): number => (pieces[at]?.range.start ?? start) - start;

const gapBefore = ({ pieces }: Line, at: number): number =>
  (pieces[at]?.range.start ?? 0) - (pieces[at - 1]?.range.end ?? 0);

/** Column at which what stands before a piece will end. */
const endBefore = ({ line, gaps }: Spaced, at: number): number =>
  line.pieces.slice(0, at).reduce((end, { source }, index) => end + (gaps[index] ?? 0) + source.length, 0);
