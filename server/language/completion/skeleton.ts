import { plannedWhat } from '../../recipe/check/planned.ts';
import type { MapNode } from '../../recipe/node.ts';
import { isList } from '../../recipe/structure/descend.ts';
import { tagOf } from '../../recipe/structure/pick.ts';
import { constantOf, typesOf, wordsOf, type Rule } from '../../recipe/structure/rule.ts';
import { namesOf } from './names.ts';
import { joined, slot, type Piece } from './snippet.ts';
import type { Spot } from './spot.ts';
import { begunWith } from './stated.ts';

/** Where a value is about to be written. */
export interface Writing {
  readonly spot: Spot;
  /** Of the value. */
  readonly path: readonly string[];
  /** The map that its key is in, as far as it is there. */
  readonly map: MapNode | null;
}

/** What follows a key and its colon: on the same line, or in lines of their own that begin with `indent`. */
export function opened(rule: Rule, writing: Writing, indent: string | null): readonly Piece[] {
  const wanted = likeliest(rule);
  if (indent === null) return [' ', ...flow(rule, writing)];
  if (isMap(wanted)) {
    const keys = keysOf(wanted);
    if (keys.length === 0) return [`\n${indent}`, ...named(wanted, writing)];
    return keys.flatMap((key) => [
      `\n${indent}${key}:`,
      ...opened(ruleIn(wanted, key), below(writing, key), `${indent}  `),
    ]);
  }
  const item = itemOf(wanted);
  return item !== null && isMap(likeliest(item))
    ? [`\n${indent}- `, ...flow(item, below(writing, '0'))]
    : [' ', ...flow(rule, writing)];
}

/** The least that a value has to say, in one line, with places to fill in. */
export function flow(rule: Rule, writing: Writing): readonly Piece[] {
  const words = proposedWords(rule, writing);
  if (words !== null) return [slot(...words)];
  const wanted = likeliest(rule);
  if (wanted !== rule) return flow(wanted, writing);
  if (isMap(rule)) {
    const keys = keysOf(rule);
    if (keys.length === 0) return ['{ ', ...named(rule, writing), ' }'];
    const entries = keys.map((key) => [`${key}: `, ...flow(ruleIn(rule, key), below(writing, key))]);
    return ['{ ', ...joined(entries, ', '), ' }'];
  }
  if (rule.prefixItems !== undefined) {
    const items = rule.prefixItems.map((item, index) => flow(item, below(writing, String(index))));
    return ['[', ...joined(items, ', '), ']'];
  }
  if (Array.isArray(rule.default)) return ['[', slot(rule.default.join(', ')), ']'];
  const item = itemOf(rule);
  return item === null ? [slot()] : ['[', ...flow(item, below(writing, '0')), ']'];
}

/** Words to choose from, the likeliest first; null where a value isn't a word or a number. */
export function proposedWords(rule: Rule, { spot, path, map }: Writing): readonly string[] | null {
  const first = begunWith(path.at(-1) ?? '', rule, { map, spot });
  const from = (words: readonly string[]) =>
    first === null ? words : [first, ...words.filter((word) => word !== first)];
  const words = wordsOf(rule);
  if (words !== null) return from(builtWords(words, path, spot));
  switch (rule.retort) {
    case 'length':
      return [first ?? '10 epochs'];
    case 'budget':
      return ['8 runs'];
    case 'reference':
      return namesOf(rule.to ?? '', spot);
    default:
      if (rule.type === 'boolean') return from(['true', 'false']);
      return first === null ? null : [first];
  }
}

/** Without those that this version can't do yet. */
export const builtWords = (words: readonly string[], path: readonly string[], { snapshot }: Spot) =>
  words.filter((word) => plannedWhat(snapshot.catalogue, path, word) === null);

/** Of a rule with alternatives the one that is mostly meant: of one or several, one; of a schedule, its number. */
function likeliest(rule: Rule): Rule {
  if (rule.anyOf === undefined || tagOf(rule) !== undefined || wordsOf(rule) !== null) return rule;
  const [first] = rule.anyOf;
  return first === undefined ? rule : likeliest(first);
}

const isMap = (rule: Rule): boolean => typesOf(rule)?.has('object') === true;

/** Keys that have to be there; of alternatives the one that tells them apart. */
function keysOf(rule: Rule): readonly string[] {
  const tag = tagOf(rule);
  return tag === undefined ? (rule.required ?? []) : [tag];
}

function ruleIn(rule: Rule, key: string): Rule {
  if (tagOf(rule) === undefined) return rule.properties?.[key] ?? {};
  return { enum: (rule.anyOf ?? []).flatMap(({ properties }) => constantOf(properties?.[key]) ?? []) };
}

/** An entry under a name of the writer's own choice; an open place where keys are given and none has to be there. */
const named = ({ additionalProperties: rest, to }: Rule, writing: Writing): readonly Piece[] => {
  const names = to === undefined ? [] : namesOf(to, writing.spot);
  return typeof rest === 'object' ? [slot(...names), ': ', ...flow(rest, below(writing, ''))] : [slot()];
};

export const itemOf = ({ items }: Rule): Rule | null => (items === undefined || isList(items) ? null : items);

const below = (writing: Writing, key: string): Writing => ({
  spot: writing.spot,
  path: [...writing.path, key],
  map: null,
});
