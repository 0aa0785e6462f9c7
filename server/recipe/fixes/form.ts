import type { Fix, Problem, Range } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import { flowText } from '../flow-text.ts';
import { nearestOf, replace, replaceEach } from '../nearest.ts';
import type { Entry, MapNode, Node, ScalarNode } from '../node.ts';
import type { Guess } from '../structure/guess.ts';
import { tagAlternative } from '../structure/pick.ts';
import { wordsOf, type Rule } from '../structure/rule.ts';
import { accepts } from '../structure/words.ts';
import { addInOrder } from './add.ts';
import { cutEntry } from './cut.ts';
import { namesOf, samplesOf, tagsFor } from './sample.ts';

/** The text whose form is looked at, for fixes in its style. */
export interface Form {
  readonly text: string;
  readonly root: Node;
}

/** For a word that is none of those allowed: the nearest, or all of a few. */
export function otherWords(node: Node, allowed: readonly string[]): readonly Fix[] {
  if (node.kind !== 'scalar') return [];
  const near = nearestOf(String(node.value), allowed);
  return replaceEach(node.range, near.length === 0 && allowed.length <= 3 ? allowed : near);
}

/** For a key that isn't known: what it may have been meant as, and away with it. */
export function otherKeys({ text }: Form, map: MapNode, entry: Entry, meant: readonly Guess[]) {
  return [...meant.map((guess) => renamed(text, entry, guess)), ...remove(text, map, entry)];
}

function renamed(text: string, { keyRange, value: node }: Entry, { key, value }: Guess): Fix {
  const [quote = ''] = /^["']/u.exec(text.slice(keyRange.start, keyRange.start + 1)) ?? [];
  const edit = { range: keyRange, text: `${quote}${key}${quote}` };
  if (value === null) return { title: say`Rename to ${key}`, edits: [edit] };
  const title = say`Change to ${`${key}: ${value}`}`;
  // Where the value is part of the key, the space between them is all that was missing.
  return node.range.start < keyRange.end
    ? { title, edits: [{ range: keyRange, text: `${key}: ${value}` }] }
    : { title, edits: [edit, { range: node.range, text: value }] };
}

/** Takes a key out, where it is written in this map. */
export function remove(text: string, map: MapNode, entry: Entry): readonly Fix[] {
  const edits = cutEntry(text, map, entry);
  return edits === null ? [] : [{ title: say`Remove ${entry.key}`, edits }];
}

/** For a key that has to be there: the key with each of a few sensible values, in the schema's order. */
export function addMissing({ text, root }: Form, map: MapNode, key: string, rule: Rule): readonly Fix[] {
  const { properties = {} } = rule;
  return samplesOf(properties[key] ?? {}, namesOf(root)).flatMap(
    (value) => addInOrder(text, map, [key, flowText(value)], Object.keys(properties)) ?? [],
  );
}

/** The same for the key that tells alternatives apart. */
export function addTag({ text }: Form, map: MapNode, tag: string, rule: Rule): readonly Fix[] {
  return tagsFor(map, tag, rule).flatMap((name) => addInOrder(text, map, [tag, name], [tag]) ?? []);
}

const booleans: Readonly<Record<string, boolean>> = {
  yes: true,
  on: true,
  true: true,
  no: false,
  off: false,
  false: false,
};

/** For a value of the wrong type: what was meant, where it only is written another way. */
export function otherType({ text }: Form, node: Node, rule: Rule): readonly Fix[] {
  const meant = node.kind === 'scalar' ? otherScalars(node, rule) : [];
  const lone = node.kind === 'list' && node.items.length === 1 ? node.items[0] : undefined;
  if (lone !== undefined && accepts(rule, lone) && lone.kind === 'scalar') {
    meant.push(text.slice(lone.range.start, lone.range.end));
  }
  const written = text.slice(node.range.start, node.range.end);
  const tagged = taggedBy(node, rule);
  if (tagged !== null) meant.push(tagged);
  const asList: Node = { kind: 'list', range: node.range, items: [node] };
  const items = rule.items !== undefined && !('length' in rule.items) ? rule.items : null;
  if (node.kind !== 'list' && items !== null && accepts(rule, asList) && accepts(items, node)) {
    if (!written.includes('\n')) meant.push(`[${written}]`);
  }
  return replaceEach(node.range, meant);
}

/** A word that names an alternative, written as the map that it stands for: `{ kind: adam }`, `[{ loss: hard }]`. */
function taggedBy(node: Node, rule: Rule): string | null {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return null;
  const { tag, anyOf = [], items } = rule;
  if (tag !== undefined) {
    const isKnown = tagAlternative(anyOf, tag, node.value) !== undefined;
    return isKnown ? `{ ${tag}: ${node.value} }` : null;
  }
  const item = items === undefined || 'length' in items ? null : taggedBy(node, items);
  return item === null ? null : `[${item}]`;
}

function otherScalars({ value }: ScalarNode, rule: Rule): string[] {
  if (rule.retort === 'length' && typeof value === 'number' && value > 0) {
    return value === 1 ? ['1 epoch', '1 step'] : [`${value} epochs`, `${value} steps`];
  }
  if (typeof value !== 'string') return [];
  const number = value.trim() === '' ? NaN : Number(value);
  const as = (other: number | boolean): boolean =>
    accepts(rule, { kind: 'scalar', value: other, range: { start: 0, end: 0 } });
  if (Number.isFinite(number) && as(number)) return [String(number)];
  const boolean = Object.hasOwn(booleans, value.toLowerCase()) ? booleans[value.toLowerCase()] : undefined;
  return boolean !== undefined && wordsOf(rule) === null && as(boolean) ? [String(boolean)] : [];
}

/** For a number outside its limits: the limit that it breaks, where the limit itself is allowed. */
export function atLimit(value: number, range: Range, rule: Rule): readonly Fix[] {
  const { minimum = -Infinity, maximum = Infinity } = rule;
  const limit = value < minimum ? minimum : value > maximum ? maximum : null;
  return limit === null ? [] : [replace(range, String(limit))];
}

/** Whether a key that isn't known is like one that is: then what is missing is there, misspelt. */
export const isMisspelt = ({ code, range, fixes }: Problem): boolean =>
  code === 'unknown-key' && fixes?.[0]?.edits[0]?.range === range;
