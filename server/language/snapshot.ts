import type { Position as LspPosition, Range as LspRange } from 'vscode-languageserver';
import type { Range } from '../protocol/problem.ts';
import { builtIn, type Catalogue } from '../recipe/catalogue.ts';
import { check, type Checked } from '../recipe/check.ts';
import type { Facts } from '../recipe/facts.ts';
import { mostCharacters, parse, type RecipeDocument } from '../recipe/parse.ts';
import { lineStarts, offsetAt, positionAt } from '../recipe/position.ts';

/** A recipe at one moment of its writing, and all that is known of it then. Features are functions of it. */
export interface Snapshot extends Checked {
  readonly text: string;
  readonly document: RecipeDocument;
  readonly facts: Facts;
  readonly catalogue: Catalogue;
  /** Offsets at which lines start. */
  readonly lines: readonly number[];
}

/** Reads and checks a text, with what is known of the world. Pure; never throws. */
export function look(text: string, facts: Facts, catalogue: Catalogue = builtIn): Snapshot {
  const document = parse(text);
  // Of a text that is too long to be read nothing is said but at its beginning.
  const lines = lineStarts(text.slice(0, mostCharacters));
  return { ...check(document, facts, catalogue), text, document, facts, catalogue, lines };
}

/** A place in the text as editors count. */
export const rangeOf = ({ text, lines }: Snapshot, { start, end }: Range): LspRange => ({
  start: positionAt(text, start, lines),
  end: positionAt(text, end, lines),
});

/** An editor's position as an offset; what lies outside the text is moved into it. */
export const offsetOf = ({ text, lines }: Snapshot, position: LspPosition): number =>
  offsetAt(text, position, lines);
