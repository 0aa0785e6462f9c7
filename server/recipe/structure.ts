import type { TSchema } from 'typebox';
import type { Fix, Problem, Range } from '../protocol/problem.ts';
import { addMissing, addTag, atLimit, otherKeys, otherType, otherWords, type Form } from './fixes/form.ts';
import { nearestOf } from './nearest.ts';
import {
  entryOf,
  valueOf,
  type Entry,
  type ListNode,
  type MapNode,
  type Node,
  type ScalarNode,
} from './node.ts';
import { isList } from './structure/descend.ts';
import { homesOf } from './structure/homes.ts';
import { pick, tagAlternative, tagOf } from './structure/pick.ts';
import { constantOf, ruleOf, wordsOf, type Rule } from './structure/rule.ts';
import { accepts, expected, found, listed } from './structure/words.ts';
import { say } from '../text/say.ts';

const problemsAtMost = 100;

/**
 * Whether a tree has the form that a schema asks for: keys, types, words, ranges. Positions are those of the tree; its
 * text is what fixes change.
 */
export function structure(root: Node, schema: TSchema, text = ''): readonly Problem[] {
  const problems: Problem[] = [];
  for (const problem of walk(root, ruleOf(schema), { root, text })) {
    problems.push(problem);
    if (problems.length === problemsAtMost) break;
  }
  return problems;
}

type Problems = Generator<Problem, void>;

const wrong = (code: string, message: string, range: Range, fixes: readonly Fix[] = []): Problem => ({
  code,
  severity: 'error',
  message,
  range,
  ...(fixes.length === 0 ? {} : { fixes }),
});

function* walk(node: Node, rule: Rule, form: Form): Problems {
  const tag = tagOf(rule);
  if (tag !== undefined && node.kind === 'map') {
    yield* tagged(node, rule, tag, form);
  } else if (wordsOf(rule) !== null) {
    yield* words(node, rule, form);
  } else if (rule.anyOf !== undefined) {
    yield* alternatives(node, rule, form);
  } else if (!accepts(rule, node)) {
    yield wrongType(node, rule, form);
  } else if (node.kind === 'map') {
    yield* map(node, rule, form);
  } else if (node.kind === 'list') {
    yield* list(node, rule, form);
  } else {
    yield* scalar(node, rule);
  }
}

/** Right by any alternative is right; what is wrong is said of the one that was most likely meant. */
function* alternatives(node: Node, rule: Rule, form: Form): Problems {
  const { anyOf = [] } = rule;
  const meant = pick(anyOf, node);
  if (meant === undefined) {
    yield wrongType(node, rule, form);
    return;
  }
  const problems = [...walk(node, meant, form)];
  const isRight = (other: Rule): boolean =>
    other !== meant && accepts(other, node) && walk(node, other, form).next().done === true;
  if (problems.length > 0 && !anyOf.some(isRight)) yield* problems;
}

const wrongType = (node: Node, rule: Rule, form: Form): Problem =>
  wrong(
    rule.retort === 'length' ? 'wrong-form' : 'wrong-type',
    say`Found ${found(node)}, expected ${expected(rule)}.`,
    node.range,
    otherType(form, node, rule),
  );

function* tagged(node: MapNode, rule: Rule, tag: string, form: Form): Problems {
  const { anyOf = [] } = rule;
  const names = anyOf.flatMap((alternative) => constantOf(alternative.properties?.[tag]) ?? []);
  const name = valueOf(node, tag);
  if (name === undefined) {
    yield missing(node, tag, say`expected one of ${listed(names)}`, addTag(form, node, tag, rule));
    return;
  }
  const alternative = name.kind === 'scalar' ? tagAlternative(anyOf, tag, String(name.value)) : undefined;
  if (alternative === undefined) yield unknownWord(name, names, say` as ${tag}`);
  else yield* map(node, alternative, form, rule);
}

function* words(node: Node, rule: Rule, form: Form): Problems {
  const allowed = wordsOf(rule) ?? [];
  if (node.kind !== 'scalar' || !allowed.includes(String(node.value))) yield unknownWord(node, allowed, '');
  else if (!accepts(rule, node)) yield wrongType(node, rule, form);
}

function unknownWord(node: Node, allowed: readonly string[], what: string): Problem {
  const [meant] = node.kind === 'scalar' ? nearestOf(String(node.value), allowed) : [];
  const hint = meant === undefined ? '' : say` Did you mean ${meant}?`;
  const wanted = allowed.length === 1 ? (allowed[0] ?? '') : say`one of ${listed(allowed)}`;
  return wrong(
    'unknown-value',
    say`Found ${found(node)}${what}, expected ${wanted}.${hint}`,
    node.range,
    otherWords(node, allowed),
  );
}

function missing(node: MapNode, key: string, hint: string, fixes: readonly Fix[]): Problem {
  const range = node.entries[0]?.keyRange ?? node.range;
  return wrong('missing-key', say`The key ${key} is missing: ${hint}.`, range, fixes);
}

/** `among`: the union that the rule was chosen from. */
function* map(node: MapNode, rule: Rule, form: Form, among: Rule | null = null): Problems {
  const { properties = {}, required = [], additionalProperties: rest = true } = rule;
  const misspelt = new Set<string>();
  for (const entry of node.entries) {
    const own = Object.hasOwn(properties, entry.key) ? properties[entry.key] : undefined;
    if (own !== undefined) {
      yield* walk(entry.value, own, form);
    } else if (rest === false) {
      const free = Object.keys(properties).filter((key) => entryOf(node, key) === undefined);
      const meant = nearestOf(entry.key, free);
      for (const key of meant.slice(0, 1)) misspelt.add(key);
      const message = unknownKey(entry.key, free, meant, homesOf(entry.key, rule, among));
      yield wrong('unknown-key', message, entry.keyRange, otherKeys(form, node, entry, meant));
    } else if (rest !== true) {
      yield* name(entry, rule);
      yield* walk(entry.value, rest, form);
    }
  }
  for (const key of required) {
    // One mistake is one problem: a misspelt key is not missing too.
    if (valueOf(node, key) === undefined && !misspelt.has(key)) {
      const hint = say`expected ${expected(properties[key] ?? {})}`;
      yield missing(node, key, hint, addMissing(form, node, key, rule));
    }
  }
  const { minProperties = 0 } = rule;
  if (node.entries.length < minProperties) {
    yield wrong('too-few', say`Found an empty map, expected at least ${minProperties} entry.`, node.range);
  }
}

function unknownKey(key: string, free: readonly string[], meant: readonly string[], home: string): string {
  const said = say`The key ${key} is not known here.`;
  if (meant[0] !== undefined) return `${said} ${say`Did you mean ${meant[0]}?`}`;
  if (home !== '') return `${said} ${home}`;
  if (free.length === 0) return `${said} ${say`Nothing more can stand here: remove it.`}`;
  return `${said} ${free.length === 1 ? say`Expected ${free[0] ?? ''}.` : say`Expected one of ${listed(free)}.`}`;
}

function* name({ key, keyRange }: Entry, rule: Rule): Problems {
  if (rule.names === undefined || new RegExp(rule.names, 'u').test(key)) return;
  yield wrong(
    'wrong-form',
    say`Found the name "${key}", expected a letter and then letters, digits, - or _.`,
    keyRange,
  );
}

function* list(node: ListNode, rule: Rule, form: Form): Problems {
  const { minItems = 0, items, prefixItems } = rule;
  const places = prefixItems ?? (isList(items) ? items : undefined);
  const { maxItems = rule.additionalItems === false ? (places?.length ?? 0) : Infinity } = rule;
  const count = node.items.length;
  if (count < minItems) {
    const wanted = minItems === maxItems ? say`exactly ${minItems}` : say`at least ${minItems}`;
    yield wrong('too-few', say`Found ${count} entries, expected ${wanted}.`, node.range);
  } else if (count > maxItems) {
    const wanted = minItems === maxItems ? say`exactly ${maxItems}` : say`at most ${maxItems}`;
    yield wrong('too-many', say`Found ${count} entries, expected ${wanted}.`, node.range);
  }
  for (const [index, item] of node.items.entries()) {
    const own = places === undefined ? items : places[index];
    if (own !== undefined && !isList(own)) yield* walk(item, own, form);
  }
}

function* scalar(node: ScalarNode, rule: Rule): Problems {
  if (typeof node.value === 'number') yield* number(node.value, node.range, rule);
  else if (typeof node.value === 'string') yield* text(node, node.value, rule);
}

function* text(node: ScalarNode, value: string, rule: Rule): Problems {
  const { minLength = 0, maxLength = Infinity, pattern } = rule;
  if (value.length < minLength) {
    yield wrong('wrong-form', say`Found an empty text, expected ${expected(rule)}.`, node.range);
  } else if (Array.from(value).length > maxLength) {
    yield wrong(
      'wrong-form',
      say`Found ${Array.from(value).length} characters, expected at most ${maxLength}.`,
      node.range,
    );
  } else if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) {
    const form = rule.retort === undefined ? say`a letter and then letters, digits, - or _` : expected(rule);
    yield wrong('wrong-form', say`Found ${found(node)}, expected ${form}.`, node.range);
  }
}

function* number(value: number, range: Range, rule: Rule): Problems {
  const limit = limitBroken(value, rule);
  if (!Number.isFinite(value)) {
    const what = found({ kind: 'scalar', value, range });
    yield wrong('out-of-range', say`Found ${what}, expected a finite number.`, range);
  } else if (rule.type === 'integer' && !Number.isInteger(value)) {
    yield wrong('wrong-type', say`Found the number ${value}, expected a whole number.`, range);
  } else if (limit !== null) {
    yield wrong('out-of-range', say`Found ${value}, expected ${limit}.`, range, atLimit(value, range, rule));
  }
}

/** The limit that a number breaks, in words, or null. */
function limitBroken(value: number, rule: Rule): string | null {
  const { minimum = -Infinity, exclusiveMinimum = -Infinity } = rule;
  const { maximum = Infinity, exclusiveMaximum = Infinity } = rule;
  if (value < minimum) return say`at least ${minimum}`;
  if (value <= exclusiveMinimum) return say`more than ${exclusiveMinimum}`;
  if (value > maximum) return say`at most ${maximum}`;
  return value >= exclusiveMaximum ? say`less than ${exclusiveMaximum}` : null;
}
