import type { Fix, Problem, Range } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import { addMissing, otherKeys, type Form } from '../fixes/form.ts';
import { addTag } from '../fixes/tags.ts';
import { headOf, type Entry, type MapNode } from '../node.ts';
import { guessed, guesses, type Guess } from './guess.ts';
import { homesOf } from './homes.ts';
import type { Rule } from './rule.ts';
import { expected, listed } from './words.ts';

/** A problem of form, always an error. */
export const wrong = (code: string, message: string, range: Range, fixes: readonly Fix[] = []): Problem => ({
  code,
  severity: 'error',
  message,
  range,
  ...(fixes.length === 0 ? {} : { fixes }),
});

/** A key that has to be there and isn't, said where its map begins. */
export const missingKey = (node: MapNode, key: string, rule: Rule, form: Form): Problem =>
  missing(
    node,
    key,
    say`expected ${expected(rule.properties?.[key] ?? {})}`,
    addMissing(form, node, key, rule),
  );

/** The same of the key that tells alternatives apart; `names`: those that it can have. */
export const missingTag = (
  node: MapNode,
  tag: string,
  names: readonly string[],
  { rule, form }: { readonly rule: Rule; readonly form: Form },
): Problem => missing(node, tag, say`expected one of ${listed(names)}`, addTag(form, node, tag, rule));

const missing = (node: MapNode, key: string, hint: string, fixes: readonly Fix[]): Problem =>
  wrong('missing-key', say`The key ${key} is missing: ${hint}.`, headOf(node), fixes);

interface Place {
  readonly node: MapNode;
  /** Keys that could still stand there. */
  readonly free: readonly string[];
  readonly rule: Rule;
  /** The union that the rule was chosen from. */
  readonly among: Rule | null;
  readonly form: Form;
}

/** A key that isn't known where it stands, and what it may have been meant as, the likeliest first. */
export function unknownKey(
  entry: Entry,
  place: Place,
  meant: readonly Guess[] = guesses(entry, place.free, place.rule),
): { readonly problem: Problem; readonly meant: readonly Guess[] } {
  const said = say`The key ${entry.key} is not known here.`;
  const message = say`${said} ${hint(entry.key, place, meant)}`;
  const fixes = otherKeys(place.form, place.node, entry, meant);
  return { problem: wrong('unknown-key', message, entry.keyRange, fixes), meant };
}

function hint(key: string, { free, rule, among }: Place, [meant]: readonly Guess[]): string {
  if (meant !== undefined) return say`Did you mean ${guessed(meant)}?`;
  const home = homesOf(key, rule, among);
  if (home !== '') return home;
  if (free.length === 0) return say`Nothing more can stand here: remove it.`;
  return free.length === 1 ? say`Expected ${free[0] ?? ''}.` : say`Expected one of ${listed(free)}.`;
}
