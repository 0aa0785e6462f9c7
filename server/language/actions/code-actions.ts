import type { CodeActionKind, TextEdit } from 'vscode-languageserver';
import type { Fix, Problem, Range } from '../../protocol/problem.ts';
import { fixAll, preferredFix } from './fix-all.ts';
import { refactorings } from './refactorings.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';

/** Something that the editor can do to a recipe. */
export interface CodeAction {
  readonly title: string;
  readonly kind: CodeActionKind;
  /** Of this document. */
  readonly edits: readonly TextEdit[];
  /** Whether it is the likeliest way to put a problem right. */
  readonly isPreferred: boolean;
  /** What it puts right. */
  readonly problem?: Problem;
}

export const fixAllKind = 'source.fixAll.retort';

/**
 * What can be done at a range: the fixes of the problems that it touches, the likeliest of each first, ways to write
 * the same otherwise, and all fixes of the text at once. `only`: the kinds that are asked for, with those below them.
 */
export function codeActions(
  snapshot: Snapshot,
  range: Range,
  only?: readonly CodeActionKind[],
): readonly CodeAction[] {
  const asked = (kind: CodeActionKind): boolean =>
    only === undefined || only.some((each) => each === '' || kind === each || kind.startsWith(`${each}.`));
  const touched = snapshot.problems.filter((problem) => touches(problem.range, range));
  const quick = asked('quickfix') ? touched.flatMap((problem) => quickFixes(snapshot, problem)) : [];
  const rewrites = asked('refactor.rewrite')
    ? refactorings(snapshot, range).map((fix) => actionOf(snapshot, fix, { kind: 'refactor.rewrite' }))
    : [];
  // All of the text is read again for it: not for every cursor that rests somewhere.
  const isWanted =
    only === undefined ? touched.some((problem) => preferredFix(problem) !== null) : asked(fixAllKind);
  const fix = isWanted ? fixAll(snapshot) : null;
  const all = fix === null ? [] : [actionOf(snapshot, fix, { kind: fixAllKind })];
  return [...quick, ...rewrites, ...all];
}

const quickFixes = (snapshot: Snapshot, problem: Problem): readonly CodeAction[] =>
  (problem.fixes ?? []).map((fix) =>
    actionOf(snapshot, fix, { kind: 'quickfix', problem, isPreferred: fix === preferredFix(problem) }),
  );

const actionOf = (
  snapshot: Snapshot,
  { title, edits }: Fix,
  more: Pick<CodeAction, 'kind'> & Partial<CodeAction>,
): CodeAction => ({
  title,
  isPreferred: false,
  ...more,
  edits: edits.map(({ range, text }) => ({ range: rangeOf(snapshot, range), newText: text })),
});

const touches = (a: Range, b: Range): boolean => a.start <= b.end && b.start <= a.end;
