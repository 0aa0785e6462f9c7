import type { TSchema } from 'typebox';
import type { Fix, Problem } from '../protocol/problem.ts';
import { otherWords, type Form } from './fixes/form.ts';
import { otherTags } from './fixes/tags.ts';
import { otherType } from './fixes/types.ts';
import { nearestOf } from './nearest.ts';
import { entryOf, valueOf, type Entry, type ListNode, type MapNode, type Node } from './node.ts';
import { isList } from './structure/descend.ts';
import { freeKeys } from './structure/guess.ts';
import { pick, tagAlternative, tagOf } from './structure/pick.ts';
import { ruleOf, wordsOf, type Rule } from './structure/rule.ts';
import { wrongScalar } from './structure/scalar.ts';
import { anyAlternative, meantTag, strangeKeys, tagNames } from './structure/tag.ts';
import { accepts, expected, found, listed } from './structure/words.ts';
import { missingKey, missingTag, unknownKey, wrong } from './structure/wrong.ts';
import { say } from '../text/say.ts';

const problemsAtMost = 100;

/**
 * Whether a tree has the form that a schema asks for: keys, types, words, ranges. Positions are those of the tree; its
 * text is what fixes change.
 */
export function structure(root: Node, schema: TSchema, text = ''): readonly Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const problem of walk(root, ruleOf(schema), { root, text })) {
    const { code, range } = problem;
    // What an alias or a merge key repeats is one mistake; several keys may be missing from one place.
    const key = `${code} ${range.start} ${range.end} ${code === 'missing-key' ? problem.message : ''}`;
    if (seen.has(key)) continue;
    seen.add(key);
    problems.push(problem);
    if (problems.length === problemsAtMost) break;
  }
  return problems;
}

type Problems = Generator<Problem, void>;

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
    const problem = wrongScalar(node, rule, form);
    if (problem !== null) yield problem;
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
  const entry = entryOf(node, tag);
  if (entry === undefined) {
    yield* untagged(node, rule, tag, form);
    return;
  }
  const { value: name } = entry;
  const alternative =
    name.kind === 'scalar' ? tagAlternative(rule.anyOf ?? [], tag, String(name.value)) : undefined;
  if (alternative === undefined) {
    const fixes = otherTags(form, node, entry, rule);
    yield unknownWord(name, tagNames(rule, tag), { what: say` as ${tag}`, fixes });
  } else yield* map(node, alternative, form, rule);
}

/** Where the key isn't there that tells alternatives apart: under another name, or not at all. */
function* untagged(node: MapNode, rule: Rule, tag: string, form: Form): Problems {
  const meant = meantTag(node, tag, rule);
  if (meant !== null) {
    const place = { node, free: [tag], rule, among: null, form };
    yield unknownKey(meant.entry, place, [meant.guess]).problem;
    yield* tagged(meant.node, rule, tag, form);
    return;
  }
  yield missingTag(node, tag, tagNames(rule, tag), { rule, form });
  const all = anyAlternative(rule);
  const place = { node, free: freeKeys(node, all), rule: all, among: null, form };
  for (const entry of strangeKeys(node, rule)) yield unknownKey(entry, place).problem;
}

function* words(node: Node, rule: Rule, form: Form): Problems {
  const allowed = wordsOf(rule) ?? [];
  if (node.kind !== 'scalar' || !allowed.includes(String(node.value)))
    yield unknownWord(node, allowed, { what: '', fixes: otherWords(node, allowed) });
  else if (!accepts(rule, node)) yield wrongType(node, rule, form);
}

function unknownWord(
  node: Node,
  allowed: readonly string[],
  { what, fixes }: { readonly what: string; readonly fixes: readonly Fix[] },
): Problem {
  const [meant] = node.kind === 'scalar' ? nearestOf(String(node.value), allowed) : [];
  const hint = meant === undefined ? '' : say` Did you mean ${meant}?`;
  const wanted = allowed.length === 1 ? (allowed[0] ?? '') : say`one of ${listed(allowed)}`;
  return wrong(
    'unknown-value',
    say`Found ${found(node)}${what}, expected ${wanted}.${hint}`,
    node.range,
    fixes,
  );
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
      const free = freeKeys(node, rule).filter((key) => !misspelt.has(key));
      const { problem, meant } = unknownKey(entry, { node, free, rule, among, form });
      for (const { key } of meant.slice(0, 1)) misspelt.add(key);
      yield problem;
    } else if (rest !== true) {
      yield* name(entry, rule);
      yield* walk(entry.value, rest, form);
    }
  }
  for (const key of required) {
    // One mistake is one problem: a misspelt key is not missing too.
    if (valueOf(node, key) === undefined && !misspelt.has(key)) yield missingKey(node, key, rule, form);
  }
  const { minProperties = 0 } = rule;
  if (node.entries.length < minProperties) {
    yield wrong('too-few', say`Found an empty map, expected at least ${minProperties} entry.`, node.range);
  }
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
  const exact = minItems === maxItems ? say`exactly ${minItems}` : null;
  if (count < minItems)
    yield wrong('too-few', counted(count, exact ?? say`at least ${minItems}`), node.range);
  if (count > maxItems)
    yield wrong('too-many', counted(count, exact ?? say`at most ${maxItems}`), node.range);
  for (const [index, item] of node.items.entries()) {
    const own = places === undefined ? items : places[index];
    if (own !== undefined && !isList(own)) yield* walk(item, own, form);
  }
}

const counted = (count: number, wanted: string): string =>
  count === 1 ? say`Found 1 entry, expected ${wanted}.` : say`Found ${count} entries, expected ${wanted}.`;
