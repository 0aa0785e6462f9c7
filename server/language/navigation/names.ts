import type { Range } from '../../protocol/problem.ts';
import { lexemes } from '../../recipe/lexemes.ts';
import type { Located } from '../../recipe/read/located.ts';
import { schemaOf } from '../../recipe/schema.ts';
import { namesIn, namings, type NamePart, type Naming } from '../../recipe/structure/names.ts';
import { ruleOf } from '../../recipe/structure/rule.ts';
import { visits } from '../../recipe/structure/visits.ts';
import type { Snapshot } from '../snapshot.ts';
import { ownersOf, type Owners } from './owners.ts';
import { touches } from './ranges.ts';
import { spelt } from './spelling.ts';

/** Something that a recipe names. */
export interface Name {
  /** An `exit` is a head that has its name from its place in a list. */
  readonly kind: NamePart['kind'] | 'exit' | 'anchor';
  readonly id: string;
  /**
   * Of a term its stage, of a tap, head or exit its model, of an anchor where it is: one name can be set anew. Else
   * empty.
   */
  readonly owner: string;
}

/** A place at which a name is written. */
export interface Occurrence {
  readonly name: Name;
  /** Of the name alone: without quotes, and without what else the word says. */
  readonly range: Range;
  readonly declares: boolean;
}

const known = new WeakMap<Snapshot, readonly Occurrence[]>();

/** Every name of a recipe, wherever it is written, in the order of the text. The schema says what words refer to. */
export function occurrences(snapshot: Snapshot): readonly Occurrence[] {
  const found = known.get(snapshot) ?? find(snapshot);
  known.set(snapshot, found);
  return found;
}

function find(snapshot: Snapshot): readonly Occurrence[] {
  const { document, catalogue, recipe } = snapshot;
  if (document.root === null) return [];
  const owners = ownersOf(recipe);
  const found = [...declarations(snapshot)];
  for (const visit of visits(document.root, ruleOf(schemaOf(catalogue)))) {
    for (const naming of namings(visit)) found.push(...uses(naming, snapshot, owners));
  }
  return inOrder([...found, ...anchors(snapshot)]);
}

/** What is written at an offset: mostly one name; several where an alias repeats a declaration. */
export const namesAt = (all: readonly Occurrence[], offset: number): readonly Occurrence[] =>
  all.filter(({ range }) => touches(range, offset));

export const isSame = (a: Name, b: Name): boolean =>
  a.kind === b.kind && a.id === b.id && a.owner === b.owner;

function* declarations({ recipe, text }: Snapshot): Generator<Occurrence, void> {
  const declare = (kind: Name['kind'], { value: id, range }: Located<string>, owner = ''): Occurrence => ({
    name: { kind, id, owner },
    // What is named by another word than its own has that whole word, and so has what is written in pieces.
    range: spelt(text, range, id, { start: 0, end: id.length }) ?? range,
    declares: true,
  });
  for (const { id } of recipe.data) yield declare('data', id);
  for (const { id, heads, exits } of recipe.models) {
    yield declare('model', id);
    for (const head of heads) yield declare('head', head, id.value);
    for (const exit of exits) yield declare('exit', exit, id.value);
  }
  for (const { name, updates } of recipe.stages) {
    yield declare('stage', name);
    for (const { terms } of updates) for (const { id } of terms) yield declare('term', id, name.value);
  }
}

function* uses({ to, word }: Naming, { text }: Snapshot, owners: Owners): Generator<Occurrence, void> {
  const parts = namesIn(to, word.value, owners.isModel);
  for (const [index, part] of parts.entries()) {
    const range = spelt(text, word.range, word.value, { start: part.from, end: part.from + part.id.length });
    if (range !== null)
      yield { name: owners.named(part, parts[index - 1]?.id ?? null, word), range, declares: false };
  }
}

function* anchors({ text }: Snapshot): Generator<Occurrence, void> {
  const owners = new Map<string, string>();
  for (const { kind, range, source } of lexemes(text)) {
    if (kind !== 'anchor' && kind !== 'alias') continue;
    const id = source.slice(1);
    if (kind === 'anchor') owners.set(id, String(range.start));
    const name: Name = { kind: 'anchor', id, owner: owners.get(id) ?? '' };
    yield { name, range: { start: range.start + 1, end: range.end }, declares: kind === 'anchor' };
  }
}

/** In the order of the text. What is read several times, being repeated by an alias, is there once. */
function inOrder(found: readonly Occurrence[]): readonly Occurrence[] {
  const key = ({ name, range, declares }: Occurrence): string =>
    JSON.stringify([range.start, name.kind, name.id, name.owner, declares]);
  return [...new Map(found.map((occurrence) => [key(occurrence), occurrence])).values()].sort(
    (a, b) => a.range.start - b.range.start,
  );
}
