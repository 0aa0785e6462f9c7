import type { Range as LspRange, TextEdit } from 'vscode-languageserver';
import type { Range } from '../../protocol/problem.ts';
import { flowText } from '../../recipe/flow-text.ts';
import { entryOf, type Entry, type MapNode } from '../../recipe/node.ts';
import type { TermEntry } from '../../recipe/read/terms.ts';
import { namePattern } from '../../recipe/schema/words.ts';
import { say } from '../../text/say.ts';
import { isSame, namesAt, occurrences, type Name, type Occurrence } from './names.ts';
import { alike, distinct } from './references.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';
import { contains } from './ranges.ts';

/** The word that would be renamed at an offset. Null where there is none: a tap's name is its network's. */
export function prepareRename(
  snapshot: Snapshot,
  offset: number,
): { readonly range: LspRange; readonly placeholder: string } | null {
  const here = renamedAt(snapshot, offset);
  return here === null ? null : { range: rangeOf(snapshot, here.range), placeholder: here.name.id };
}

/** Edits that rename something wherever it is named, or the reason why not, for people. */
export function rename(
  snapshot: Snapshot,
  offset: number,
  newName: string,
): { readonly edits: readonly TextEdit[] } | { readonly refusal: string } {
  const here = renamedAt(snapshot, offset);
  if (here === null) return { refusal: say`There is nothing here that can be renamed.` };
  const refusal = reasonAgainst(here.name, newName, snapshot);
  if (refusal !== null) return { refusal };
  const places = alike(snapshot, offset).filter(({ name }) => !['tap', 'exit'].includes(name.kind));
  const implied = termsWithoutId(snapshot);
  const edits: TextEdit[] = [];
  for (const range of distinct(places.map((place) => place.range))) {
    const term = implied.find(({ loss }) => contains(loss.range, range));
    if (term === undefined) edits.push({ range: rangeOf(snapshot, range), newText: newName });
    else {
      const added = addedId(term, newName, snapshot);
      if (added === null) {
        return {
          refusal: say`The loss of this term is written elsewhere and repeated. Give the term an id first.`,
        };
      }
      edits.push(added);
    }
  }
  return { edits };
}

/** Only what the recipe itself names, and not a name that means nothing. An exit's name is its place. */
function renamedAt(snapshot: Snapshot, offset: number): Occurrence | null {
  const all = occurrences(snapshot);
  const isDeclared = ({ name }: Occurrence): boolean =>
    name.kind !== 'exit' && all.some((other) => other.declares && isSame(other.name, name));
  return namesAt(all, offset).find(isDeclared) ?? null;
}

function reasonAgainst(name: Name, newName: string, snapshot: Snapshot): string | null {
  if (!new RegExp(namePattern, 'u').test(newName)) {
    return say`Found the name "${newName}", expected a letter and then letters, digits, - or _.`;
  }
  if (flowText(newName) !== newName) {
    return say`YAML reads ${newName} as a value of its own, not as a name. Choose another.`;
  }
  const taken = occurrences(snapshot).some(
    (other) =>
      other.declares &&
      other.name.id === newName &&
      other.name.kind === name.kind &&
      (name.kind === 'anchor' || other.name.owner === name.owner),
  );
  return taken && newName !== name.id ? say`There is a ${newName} already. Choose another name.` : null;
}

/** Terms whose id is their loss's name, which stays. */
const termsWithoutId = ({ recipe }: Snapshot): readonly TermEntry[] =>
  recipe.stages
    .flatMap(({ updates }) => updates.flatMap(({ terms }) => terms))
    .filter(({ node }) => entryOf(node, 'id') === undefined);

/** `id: name` before the loss, in the style that the term is written in; null where the loss stands elsewhere. */
function addedId({ node }: TermEntry, id: string, snapshot: Snapshot): TextEdit | null {
  const entry = entryOf(node, 'loss');
  if (node.kind !== 'map' || entry === undefined || !contains(node.range, entry.keyRange)) return null;
  const start = entry.keyRange.start;
  const range: Range = { start, end: start };
  return { range: rangeOf(snapshot, range), newText: `id: ${id}${separator(node, entry, snapshot)}` };
}

function separator({ range }: MapNode, { keyRange }: Entry, { text, lines }: Snapshot): string {
  if (text.charAt(range.start) === '{') return ', ';
  const line = lines.findLast((start) => start <= keyRange.start) ?? 0;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return eol + ' '.repeat(keyRange.start - line);
}
