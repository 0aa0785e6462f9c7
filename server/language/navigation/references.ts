import type { Range as LspRange } from 'vscode-languageserver';
import type { Range } from '../../protocol/problem.ts';
import { isSame, namesAt, occurrences, type Occurrence } from './names.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';

/** Every place of the recipe that names what is named at an offset, in the order of the text. */
export const references = (
  snapshot: Snapshot,
  offset: number,
  includeDeclaration: boolean,
): readonly LspRange[] =>
  distinct(
    alike(snapshot, offset)
      .filter(({ declares }) => includeDeclaration || !declares)
      .map(({ range }) => range),
  ).map((range) => rangeOf(snapshot, range));

/** All places that name what is named at an offset. */
export function alike(snapshot: Snapshot, offset: number): readonly Occurrence[] {
  const all = occurrences(snapshot);
  const here = namesAt(all, offset);
  return all.filter(({ name }) => here.some((other) => isSame(other.name, name)));
}

/** Each range once: what an alias repeats can be a name of several stages. */
export const distinct = (ranges: readonly Range[]): readonly Range[] => [
  ...new Map(ranges.map((range) => [range.start, range])).values(),
];
