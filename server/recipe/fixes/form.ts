import type { Fix, Problem, Range } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import { flowText } from '../flow-text.ts';
import { isSlip, otherNames, replace, sure } from '../nearest.ts';
import type { Entry, MapNode, Node } from '../node.ts';
import type { Guess } from '../structure/guess.ts';
import type { Rule } from '../structure/rule.ts';
import { addInOrder } from './add.ts';
import { cutEntry } from './cut.ts';
import { namesOf, samplesOf } from './sample.ts';

/** The text whose form is looked at, for fixes in its style. */
export interface Form {
  readonly text: string;
  readonly root: Node;
}

/** For a word that is none of those allowed: the nearest, or all of a few. */
export const otherWords = (node: Node, allowed: readonly string[]): readonly Fix[] =>
  node.kind === 'scalar' ? otherNames(node.range, String(node.value), allowed) : [];

/** For a key that isn't known: what it may have been meant as, and away with it. */
export function otherKeys({ text }: Form, map: MapNode, entry: Entry, meant: readonly Guess[]) {
  const [first, ...rest] = meant.map((guess) => renamed(text, entry, guess));
  const [guess] = meant;
  if (first === undefined || guess === undefined) return remove(text, map, entry);
  const keys = meant.map(({ key }) => key);
  // A guess with a value says the same in another form.
  const isSure = guess.value !== null || isSlip(entry.key, keys);
  return [isSure ? sure(first) : first, ...rest, ...remove(text, map, entry)];
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
    (value) => addInOrder(text, map, [[key, flowText(value)]], Object.keys(properties)) ?? [],
  );
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
