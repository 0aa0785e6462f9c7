import type { Range as LspRange } from 'vscode-languageserver';
import type { Range } from '../../protocol/problem.ts';
import { fileLinks } from './links.ts';
import { isSame, namesAt, occurrences, type Name, type Occurrence } from './names.ts';
import { distinct } from './references.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';
import { touches } from './ranges.ts';

/** Where something is defined. */
export interface Definition {
  /** A file, or null for this very recipe. */
  readonly uri: string | null;
  readonly range: LspRange;
  /** The word that leads there. */
  readonly origin: LspRange;
}

const topOfFile: LspRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/**
 * Where what is named at an offset is defined; of a tap the network that has it, of a field the
 * data that do, of a path its file.
 */
export function definition(snapshot: Snapshot, offset: number): readonly Definition[] {
  const all = occurrences(snapshot);
  const names = namesAt(all, offset).flatMap(({ name, range }) =>
    distinct(placesOf(name, all, snapshot)).map((place) => ({
      uri: null,
      range: rangeOf(snapshot, place),
      origin: rangeOf(snapshot, range),
    })),
  );
  const files = fileLinks(snapshot)
    .filter(({ range }) => touches(range, offset))
    .map(({ uri, range }) => ({ uri, range: topOfFile, origin: rangeOf(snapshot, range) }));
  return [...names, ...files];
}

function placesOf(name: Name, all: readonly Occurrence[], { recipe, resolved }: Snapshot): readonly Range[] {
  switch (name.kind) {
    case 'tap':
      return recipe.models
        .filter(({ id }) => id.value === name.owner)
        .map(({ id, network }) => network?.range ?? id.range);
    case 'field':
      return recipe.data
        .filter(({ id }) => Object.hasOwn(resolved?.data.get(id.value)?.facts.fields ?? {}, name.id))
        .map(({ id }) => id.range);
    default:
      return all.filter((other) => other.declares && isSame(other.name, name)).map(({ range }) => range);
  }
}
