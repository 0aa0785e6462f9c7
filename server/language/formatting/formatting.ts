import type { TextEdit } from 'vscode-languageserver';
import { toJson, type Node } from '../../recipe/node.ts';
import { parse } from '../../recipe/parse.ts';
import { layout } from './layout.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';

/**
 * Edits of white space that lay a recipe out: two spaces a level, one between words, columns that people made in
 * neighbouring lines, at most one blank line, a line break at the end. What the recipe says, the order of its text,
 * comments, quotes and styles stay. A text that can't be read, or would then say something else (keys written with
 * `? `), stays as it is.
 */
export function formatting(snapshot: Snapshot): readonly TextEdit[] {
  const { document, text } = snapshot;
  // A lone CR ends a line in editors and not in YAML.
  if (document.root?.kind !== 'map' || document.problems.length > 0 || /\r(?!\n)/.test(text)) return [];
  const edits = layout(text);
  let [laidOut, at] = ['', 0];
  for (const { range, text: replacement } of edits) {
    laidOut += text.slice(at, range.start) + replacement;
    at = range.end;
  }
  const after = parse(laidOut + text.slice(at));
  if (after.problems.length > 0 || !saysTheSame(document.root, after.root)) return [];
  return edits.map(({ range, text: newText }) => ({ range: rangeOf(snapshot, range), newText }));
}

const saysTheSame = (before: Node, after: Node | null): boolean =>
  after !== null && JSON.stringify(toJson(before)) === JSON.stringify(toJson(after));
