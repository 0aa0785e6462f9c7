import type { Range } from '../../protocol/problem.ts';
import { lexemes } from '../../recipe/lexemes.ts';
import type { Located } from '../../recipe/read/located.ts';
import { modelOfTap } from '../../recipe/resolved/uses.ts';
import { schemaOf } from '../../recipe/schema.ts';
import type { Reference } from '../../recipe/schema/words.ts';
import { ruleOf } from '../../recipe/structure/rule.ts';
import type { Snapshot } from '../snapshot.ts';
import { tapOwners } from './tap-owners.ts';
import { touches, visits, type Visit } from './walk.ts';

/** Something that a recipe names. */
export interface Name {
  readonly kind: 'model' | 'data' | 'stage' | 'term' | 'tap' | 'anchor';
  readonly id: string;
  /** Of a term its stage, of a tap its model, of an anchor where it is: one name can be set anew. Else empty. */
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
  const { document, catalogue } = snapshot;
  if (document.root === null) return [];
  const reading: Reading = { snapshot, tapOwners: tapOwners(snapshot.recipe) };
  const found = [...declarations(snapshot)];
  for (const visit of visits(document.root, ruleOf(schemaOf(catalogue)))) found.push(...uses(visit, reading));
  return inOrder([...found, ...anchors(snapshot)]);
}

/** What is written at an offset: mostly one name; several where an alias repeats a declaration. */
export const namesAt = (all: readonly Occurrence[], offset: number): readonly Occurrence[] =>
  all.filter(({ range }) => touches(range, offset));

export const isSame = (a: Name, b: Name): boolean =>
  a.kind === b.kind && a.id === b.id && a.owner === b.owner;

interface Reading {
  readonly snapshot: Snapshot;
  readonly tapOwners: ReadonlyMap<number, string>;
}

function* declarations({ recipe, text }: Snapshot): Generator<Occurrence, void> {
  const declare = (kind: Name['kind'], id: Located<string>, owner = ''): Occurrence[] =>
    within(id.range, id.value, text).map((range) => ({
      name: { kind, id: id.value, owner },
      range,
      declares: true,
    }));
  for (const { id } of recipe.data) yield* declare('data', id);
  for (const { id } of recipe.models) yield* declare('model', id);
  for (const { name, updates } of recipe.stages) {
    yield* declare('stage', name);
    for (const { terms } of updates) for (const { id } of terms) yield* declare('term', id, name.value);
  }
}

/** Names that a value is, and that the keys of a map are. */
function* uses({ node, rule, at }: Visit, reading: Reading): Generator<Occurrence, void> {
  if (rule?.to === undefined) return;
  if (node.kind === 'map') {
    for (const { key, keyRange } of node.entries) {
      yield* referred(rule.to, { value: key, range: keyRange }, reading);
    }
  } else if (node.kind === 'scalar' && typeof node.value === 'string' && at !== null) {
    yield* referred(rule.to, { value: node.value, range: node.range }, reading);
  }
}

function* referred(to: Reference, word: Located<string>, reading: Reading): Generator<Occurrence, void> {
  for (const written of within(word.range, word.value, reading.snapshot.text)) {
    for (const { kind, id, owner, from } of parts(to, word, reading)) {
      const start = written.start + from;
      yield { name: { kind, id, owner }, range: { start, end: start + id.length }, declares: false };
    }
  }
}

interface Part extends Name {
  /** Where in the word it begins. */
  readonly from: number;
}

/** The names in a word: `big`, and `stage.2` of big, in `big/stage.2`. */
function parts(to: Reference, { value, range }: Located<string>, reading: Reading): readonly Part[] {
  const slash = value.indexOf('/');
  const before = slash < 0 ? value : value.slice(0, slash);
  switch (to) {
    case 'model':
    case 'data':
      return [{ kind: to, id: value, owner: '', from: 0 }];
    case 'target':
      return [{ kind: 'model', id: before, owner: '', from: 0 }];
    case 'term': {
      if (slash < 0) return [];
      const [id = ''] = value.slice(slash + 1).split('.');
      const stage: Part = { kind: 'stage', id: before, owner: '', from: 0 };
      return [stage, { kind: 'term', id, owner: before, from: slash + 1 }];
    }
    case 'tap': {
      const models = reading.snapshot.recipe.models.map(({ id }) => id.value);
      const model = modelOfTap(value, (id) => models.includes(id));
      const owner = model ?? reading.tapOwners.get(range.start) ?? '';
      const from = model === null ? 0 : slash + 1;
      const tap: Part = { kind: 'tap', id: value.slice(from), owner, from };
      return model === null ? [tap] : [{ kind: 'model', id: model, owner: '', from: 0 }, tap];
    }
    case 'field':
    case 'head':
    case 'path':
    case 'loss':
    case 'projection':
      return [];
  }
}

/** Where a word is written, without its quotes; nowhere when it is written with escapes. */
function within({ start, end }: Range, value: string, text: string): readonly Range[] {
  if (text.slice(start, end) === value) return [{ start, end }];
  const unquoted = { start: start + 1, end: end - 1 };
  return text.slice(unquoted.start, unquoted.end) === value ? [unquoted] : [];
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
