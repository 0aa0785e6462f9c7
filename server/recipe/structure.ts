import type { TSchema } from 'typebox';
import type { Fix, Problem, Range } from '../protocol/problem.ts';
import { nearest, replace } from './nearest.ts';
import { valueOf, type Entry, type ListNode, type MapNode, type Node, type ScalarNode } from './node.ts';
import { pick, tagAlternative, tagOf } from './structure/pick.ts';
import { constantOf, ruleOf, wordsOf, type Rule } from './structure/rule.ts';
import { accepts, expected, found, listed } from './structure/words.ts';
import { say } from '../text/say.ts';

const problemsAtMost = 100;

/** Whether a tree has the form that a schema asks for: keys, types, words, ranges. Positions are those of the tree. */
export function structure(root: Node, schema: TSchema): readonly Problem[] {
  const problems: Problem[] = [];
  for (const problem of walk(root, ruleOf(schema))) {
    problems.push(problem);
    if (problems.length === problemsAtMost) break;
  }
  return problems;
}

type Problems = Generator<Problem, void>;

const wrong = (code: string, message: string, range: Range, fix?: Fix): Problem => ({
  code,
  severity: 'error',
  message,
  range,
  ...(fix === undefined ? {} : { fixes: [fix] }),
});

function* walk(node: Node, rule: Rule): Problems {
  const tag = tagOf(rule);
  if (tag !== undefined && node.kind === 'map') {
    yield* tagged(node, rule, tag);
  } else if (wordsOf(rule) !== null) {
    yield* words(node, rule);
  } else if (rule.anyOf !== undefined) {
    const alternative = pick(rule.anyOf, node);
    if (alternative === undefined) yield wrongType(node, rule);
    else yield* walk(node, alternative);
  } else if (!accepts(rule, node)) {
    yield wrongType(node, rule);
  } else if (node.kind === 'map') {
    yield* map(node, rule);
  } else if (node.kind === 'list') {
    yield* list(node, rule);
  } else {
    yield* scalar(node, rule);
  }
}

const wrongType = (node: Node, rule: Rule): Problem =>
  wrong(
    rule.retort === 'length' ? 'wrong-form' : 'wrong-type',
    say`Found ${found(node)}, expected ${expected(rule)}.`,
    node.range,
  );

function* tagged(node: MapNode, { anyOf = [] }: Rule, tag: string): Problems {
  const names = anyOf.flatMap((alternative) => constantOf(alternative.properties?.[tag]) ?? []);
  const name = valueOf(node, tag);
  if (name === undefined) {
    yield missing(node, tag, say`expected one of ${listed(names)}`);
    return;
  }
  const alternative = name.kind === 'scalar' ? tagAlternative(anyOf, tag, String(name.value)) : undefined;
  if (alternative === undefined) yield unknownWord(name, names, say` as ${tag}`);
  else yield* map(node, alternative);
}

function* words(node: Node, rule: Rule): Problems {
  const allowed = wordsOf(rule) ?? [];
  if (node.kind !== 'scalar' || !allowed.includes(String(node.value))) yield unknownWord(node, allowed, '');
  else if (!accepts(rule, node)) yield wrongType(node, rule);
}

function unknownWord(node: Node, allowed: readonly string[], what: string): Problem {
  const meant = node.kind === 'scalar' ? nearest(String(node.value), allowed) : undefined;
  const hint = meant === undefined ? '' : say` Did you mean ${meant}?`;
  const wanted = allowed.length === 1 ? (allowed[0] ?? '') : say`one of ${listed(allowed)}`;
  return wrong(
    'unknown-value',
    say`Found ${found(node)}${what}, expected ${wanted}.${hint}`,
    node.range,
    meant === undefined ? undefined : replace(node.range, meant),
  );
}

const missing = (node: MapNode, key: string, hint: string): Problem =>
  wrong('missing-key', say`The key ${key} is missing: ${hint}.`, node.entries[0]?.keyRange ?? node.range);

function* map(node: MapNode, rule: Rule): Problems {
  const { properties = {}, required = [], additionalProperties: rest = true } = rule;
  const misspelt = new Set<string>();
  for (const entry of node.entries) {
    const own = Object.hasOwn(properties, entry.key) ? properties[entry.key] : undefined;
    if (own !== undefined) {
      yield* walk(entry.value, own);
    } else if (rest === false) {
      const problem = unknownKey(entry, node, rule);
      for (const { text } of problem.fixes?.[0]?.edits ?? []) misspelt.add(text);
      yield problem;
    } else if (rest !== true) {
      yield* name(entry, rule);
      yield* walk(entry.value, rest);
    }
  }
  for (const key of required) {
    // One mistake is one problem: a misspelt key is not missing too.
    if (valueOf(node, key) === undefined && !misspelt.has(key))
      yield missing(node, key, say`expected ${expected(properties[key] ?? {})}`);
  }
  const { minProperties = 0 } = rule;
  if (node.entries.length < minProperties) {
    yield wrong('too-few', say`Found an empty map, expected at least ${minProperties} entry.`, node.range);
  }
}

function unknownKey({ key, keyRange }: Entry, node: MapNode, rule: Rule): Problem {
  const free = Object.keys(rule.properties ?? {}).filter((other) => valueOf(node, other) === undefined);
  const meant = nearest(key, free);
  if (meant !== undefined) {
    const fix = { ...replace(keyRange, meant), title: say`Rename to ${meant}` };
    return wrong('unknown-key', say`The key ${key} is not known here. Did you mean ${meant}?`, keyRange, fix);
  }
  const hint =
    free.length === 0
      ? say`Nothing more can stand here: remove it.`
      : say`Expected ${free.length === 1 ? '' : say`one of `}${listed(free)}.`;
  return wrong('unknown-key', say`The key ${key} is not known here. ${hint}`, keyRange);
}

function* name({ key, keyRange }: Entry, rule: Rule): Problems {
  if (rule.names === undefined || new RegExp(rule.names, 'u').test(key)) return;
  yield wrong(
    'wrong-form',
    say`Found the name "${key}", expected a letter and then letters, digits, - or _.`,
    keyRange,
  );
}

function* list(node: ListNode, { minItems = 0, maxItems = Infinity, items, prefixItems }: Rule): Problems {
  const count = node.items.length;
  if (count < minItems) {
    const wanted = minItems === maxItems ? 'exactly' : say`at least`;
    yield wrong('too-few', say`Found ${count} entries, expected ${wanted} ${minItems}.`, node.range);
  } else if (count > maxItems) {
    const wanted = minItems === maxItems ? 'exactly' : say`at most`;
    yield wrong('too-many', say`Found ${count} entries, expected ${wanted} ${maxItems}.`, node.range);
  }
  const places = prefixItems ?? (isList(items) ? items : undefined);
  for (const [index, item] of node.items.entries()) {
    const own = places === undefined ? items : places[index];
    if (own !== undefined && !isList(own)) yield* walk(item, own);
  }
}

const isList = (items: Rule['items']): items is readonly Rule[] => Array.isArray(items);

function* scalar(node: ScalarNode, rule: Rule): Problems {
  if (typeof node.value === 'number') yield* number(node.value, node.range, rule);
  else if (typeof node.value === 'string') yield* text(node, node.value, rule);
}

function* text(node: ScalarNode, value: string, rule: Rule): Problems {
  const { minLength = 0, maxLength = Infinity, pattern } = rule;
  if (value.length < minLength) {
    yield wrong('wrong-form', say`Found an empty text, expected ${expected(rule)}.`, node.range);
  } else if (value.length > maxLength) {
    yield wrong(
      'wrong-form',
      say`Found ${value.length} characters, expected at most ${maxLength}.`,
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
    yield wrong('out-of-range', say`Found ${value}, expected ${limit}.`, range);
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
