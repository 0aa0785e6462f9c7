import { FoldingRangeKind, type FoldingRange } from 'vscode-languageserver';
import type { Range } from '../../protocol/problem.ts';
import { lexemes } from '../../recipe/lexemes.ts';
import type { Node } from '../../recipe/node.ts';
import { schemaOf } from '../../recipe/schema.ts';
import { ruleOf } from '../../recipe/structure/rule.ts';
import { visits, type Visit } from '../../recipe/structure/visits.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';

/** Maps and lists of several lines, each with the line of its key, and comments of several lines. */
export function foldingRanges(snapshot: Snapshot): readonly FoldingRange[] {
  const { root } = snapshot.document;
  if (root === null) return [];
  const folds = [...visits(root, ruleOf(schemaOf(snapshot.catalogue)))]
    .filter(({ parent }) => parent !== null)
    .map((visit) => lined(placeOf(visit), snapshot));
  const comments = commentsOf(snapshot).map((fold) => ({ ...fold, kind: FoldingRangeKind.Comment }));
  const all = [...folds, ...comments].filter(({ startLine, endLine }) => startLine < endLine);
  return [...new Map(all.map((fold) => [fold.startLine, fold])).values()].sort(
    (a, b) => a.startLine - b.startLine,
  );
}

/** With its key; of what an alias repeats only that, which is folded where it is written. */
const placeOf = ({ node, at }: Visit): Range => {
  const key = at === null || typeof at === 'number' ? node.range : at.keyRange;
  return isWritten(node, key) ? { start: key.start, end: node.range.end } : node.range;
};

const isWritten = ({ range }: Node, key: Range): boolean => key.start <= range.start;

const lined = (range: Range, snapshot: Snapshot): FoldingRange => {
  const { start, end } = rangeOf(snapshot, range);
  return { startLine: start.line, endLine: end.line };
};

/** Comments that have their lines for themselves and follow each other. */
function commentsOf(snapshot: Snapshot): readonly FoldingRange[] {
  const found: { startLine: number; endLine: number }[] = [];
  for (const { kind, range } of lexemes(snapshot.text)) {
    if (kind !== 'comment') continue;
    const { line, character } = rangeOf(snapshot, range).start;
    if (snapshot.text.slice(range.start - character, range.start).trim() !== '') continue;
    const last = found.at(-1);
    if (last?.endLine === line - 1) last.endLine = line;
    else found.push({ startLine: line, endLine: line });
  }
  return found;
}
