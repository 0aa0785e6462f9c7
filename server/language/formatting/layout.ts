import type { Fix } from '../../protocol/problem.ts';
import { indents, type Indent } from './indentation.ts';
import { spaced } from './gaps.ts';
import { linesOf, type Line } from './lines.ts';

type Edit = Fix['edits'][number];

/** Edits of white space, in the order of the text, for a text that can be parsed. */
export function layout(text: string): readonly Edit[] {
  const lines = linesOf(text);
  const targets = indents(lines);
  const columns = targets.map(({ to }) => to);
  const laid = spaced(lines, columns);
  const last = lines.findLastIndex(({ pieces }) => pieces.length > 0);
  const edits = laid.flatMap(({ line, gaps }, index) => {
    if (line.pieces.length === 0) return ofBlank(line, isSpare(lines, index, last));
    const target = targets[index] ?? { to: 0, hanging: 0, from: 0 };
    return [...ofPieces(line, gaps, target), ...ofEnd(line, index === last, text)];
  });
  return edits.filter((edit) => text.slice(edit.range.start, edit.range.end) !== edit.text);
}

/** Blank lines at either end, and after another one. */
const isSpare = (lines: readonly Line[], index: number, last: number): boolean =>
  index > last || (lines[index - 1]?.pieces.length ?? 0) === 0;

const ofBlank = ({ start, end, next }: Line, spare: boolean): readonly Edit[] => [
  { range: { start, end: spare ? next : end }, text: '' },
];

function ofPieces({ start, pieces }: Line, gaps: readonly number[], target: Indent): readonly Edit[] {
  return pieces.flatMap((piece, index) => {
    if (piece.kind === 'block') return ofText(piece.source, piece.range.start, target);
    const from = index === 0 ? start : (pieces[index - 1]?.range.end ?? start);
    const gap: Edit = { range: { start: from, end: piece.range.start }, text: ' '.repeat(gaps[index] ?? 0) };
    return [gap, ...ofFurtherLines(piece.source, piece.range.start, target.hanging)];
  });
}

/** Further lines of a quoted or plain piece: their indentation says nothing. */
const ofFurtherLines = (source: string, at: number, hanging: number): readonly Edit[] =>
  [...source.matchAll(/(?<=\n)[ \t]*(?=[^ \t\r\n])/g)].map(({ index, 0: gap }) => ({
    range: { start: at + index, end: at + index + gap.length },
    text: ' '.repeat(hanging),
  }));

/** Lines of a block scalar: they move together, and what is right of where they begin is kept. */
const ofText = (source: string, at: number, { from, to }: Indent): readonly Edit[] =>
  [...source.matchAll(/(?<=^|\n)(?: +|(?=[^ \r\n]))/g)].map(({ index, 0: gap }) => {
    const isBlank = /[\r\n]|^$/.test(source.charAt(index + gap.length));
    const own = isBlank && gap.length <= from ? 0 : to;
    const range = { start: at + index, end: at + index + Math.min(gap.length, from) };
    return { range, text: ' '.repeat(own) };
  });

function ofEnd({ pieces, end, next }: Line, isLast: boolean, text: string): readonly Edit[] {
  const last = pieces.at(-1);
  const hasBreak = last?.kind === 'block' ? last.source.endsWith('\n') : end < next;
  const added = isLast && !hasBreak ? (text.includes('\r\n') ? '\r\n' : '\n') : '';
  return [{ range: { start: last?.range.end ?? end, end }, text: added }];
}
