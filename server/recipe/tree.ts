import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar } from 'yaml';
import type { Problem, Range } from '../protocol/problem.ts';
import { cut } from './fixes/cut.ts';
import { writtenRange } from './fixes/style.ts';
import { sure } from './nearest.ts';
import type { Entry, MapNode, Node } from './node.ts';
import { say } from '../text/say.ts';

/** Values after following aliases; a recipe of the largest size has a few thousand. */
const valuesAtMost = 100_000;

const problemsAtMost = 100;

interface Resolving {
  readonly text: string;
  /** Anchors so far; `null` while their own value is still being read. */
  readonly anchors: Map<string, Node | null>;
  /** Values under a node, aliases followed. */
  readonly sizes: Map<Node, number>;
  readonly problems: Problem[];
}

/** Turns what the YAML library composed into our tree: aliases followed, merge keys merged, duplicate keys reported. */
export function treeOf(
  contents: ParsedNode | null,
  text: string,
): { readonly root: Node | null; readonly problems: readonly Problem[] } {
  const state: Resolving = { text, anchors: new Map(), sizes: new Map(), problems: [] };
  const root = contents === null ? null : nodeOf(contents, state);
  return { root, problems: state.problems };
}

const nothing = (range: Range): Node => ({ kind: 'scalar', range, value: null });

function report(state: Resolving, code: string, message: string, range: Range): void {
  // A bomb goes off again wherever it is repeated: its first place counts.
  if (code === 'alias-bomb' && state.problems.some((earlier) => earlier.code === code)) return;
  state.problems.push({ code, severity: 'error', message, range });
}

function nodeOf(parsed: ParsedNode, state: Resolving): Node {
  if (isAlias(parsed)) return followed(parsed.source, rangeOf(parsed, state.text), state);
  const anchor = parsed.anchor;
  if (anchor !== undefined) state.anchors.set(anchor, null);
  const node = freshNode(parsed, state);
  state.sizes.set(node, 1 + childrenOf(node).reduce((sum, child) => sum + (state.sizes.get(child) ?? 1), 0));
  if (anchor !== undefined) state.anchors.set(anchor, node);
  return node;
}

const childrenOf = (node: Node): readonly Node[] =>
  node.kind === 'map' ? node.entries.map(({ value }) => value) : node.kind === 'list' ? node.items : [];

function followed(name: string, range: Range, state: Resolving): Node {
  const node = state.anchors.get(name);
  if (node === undefined) {
    report(
      state,
      'unknown-anchor',
      say`There is no anchor &${name} before this alias. Write &${name} at a value above.`,
      range,
    );
    return nothing(range);
  }
  if (node === null) {
    report(
      state,
      'alias-bomb',
      say`*${name} stands inside the value that it repeats. Write the value out.`,
      range,
    );
    return nothing(range);
  }
  if ((state.sizes.get(node) ?? 1) > valuesAtMost) {
    report(
      state,
      'alias-bomb',
      say`*${name} repeats more than ${valuesAtMost} values. Write fewer aliases of aliases.`,
      range,
    );
    return nothing(range);
  }
  return node;
}

function freshNode(parsed: ParsedNode, state: Resolving): Node {
  const range = rangeOf(parsed, state.text);
  if (isScalar(parsed)) {
    const value: unknown = parsed.value;
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? { kind: 'scalar', range, value }
      : nothing(range);
  }
  if (isSeq(parsed)) {
    return {
      kind: 'list',
      range,
      items: bounded(
        parsed.items.map((item) => nodeOf(item, state)),
        range,
        state,
      ),
    };
  }
  return isMap(parsed) ? mapOf(parsed.items, range, state) : nothing(range);
}

/** Aliases of aliases grow by multiplication: a list or map stops growing where the bound is met. */
function bounded(items: readonly Node[], range: Range, state: Resolving): readonly Node[] {
  const total = items.reduce((sum, item) => sum + (state.sizes.get(item) ?? 1), 0);
  if (total <= valuesAtMost) return items;
  report(
    state,
    'alias-bomb',
    say`With its aliases followed this has ${total} values, at most ${valuesAtMost} are read. Write fewer aliases of aliases.`,
    range,
  );
  return [];
}

function mapOf(
  pairs: readonly { readonly key: ParsedNode; readonly value: ParsedNode | null }[],
  range: Range,
  state: Resolving,
): MapNode {
  const own = new Map<string, Entry>();
  const isFlow = state.text.charAt(range.start) === '{';
  const merged: MapNode[] = [];
  for (const pair of pairs) {
    const keyRange = rangeOf(pair.key, state.text);
    if (!isScalar(pair.key)) {
      report(
        state,
        'yaml-syntax',
        say`A key must be a word or a number, and this is a list, a map or an alias. Quote it if it is meant as text.`,
        keyRange,
      );
      continue;
    }
    const key = keyOf(pair.key);
    const value = pair.value === null ? nothing(keyRange) : nodeOf(pair.value, state);
    if (key === '<<') {
      merged.push(...mergedMaps(value, state));
      continue;
    }
    const earlier = own.get(key);
    if (earlier === undefined) own.set(key, { key, keyRange, value: placed(value, keyRange) });
    else duplicate({ key, keyRange, value }, earlier, isFlow, state);
  }
  for (const map of merged)
    for (const entry of map.entries) if (!own.has(entry.key)) own.set(entry.key, entry);
  const entries = [...own.values()];
  const kept = new Set(
    bounded(
      entries.map(({ value }) => value),
      range,
      state,
    ),
  );
  return { kind: 'map', range, entries: entries.filter(({ value }) => kept.has(value)) };
}

/** A key as it is written: `1.0` and `.nan` are names here, not numbers. */
const keyOf = ({ value, source }: Scalar): string =>
  typeof value === 'string' ? value : (source ?? String(value));

/** A value that isn't written (`train:` and nothing after it) is shown at its key. */
const placed = (value: Node, keyRange: Range): Node =>
  value.kind === 'scalar' && value.value === null && value.range.start === value.range.end
    ? nothing(keyRange)
    : value;

function mergedMaps(value: Node, state: Resolving): readonly MapNode[] {
  const maps = value.kind === 'list' ? value.items : [value];
  return maps.flatMap((map) => {
    if (map.kind === 'map') return [map];
    report(
      state,
      'yaml-syntax',
      say`A merge key \`<<\` takes a map or a list of maps. Give it an alias of one.`,
      map.range,
    );
    return [];
  });
}

function duplicate(entry: Entry, earlier: Entry, isFlow: boolean, state: Resolving): void {
  // Each fix looks at the text around it: of endlessly many the first ones say enough.
  if (state.problems.length >= problemsAtMost) return;
  const { key, keyRange: range } = entry;
  const edits = cut(state.text, writtenRange(state.text, entry), isFlow);
  const [first, second] = [earlier, entry].map(({ value }) =>
    state.text.slice(value.range.start, value.range.end),
  );
  const fix = { title: say`Remove the second ${key}`, edits };
  state.problems.push({
    code: 'duplicate-key',
    severity: 'error',
    message: say`The key ${key} is there already; the first one counts. Remove one of them.`,
    range,
    fixes: [first === second ? sure(fix) : fix],
    related: [{ message: say`First ${key}`, range: earlier.keyRange }],
  });
}

/** Where a node's text is, without the white space that block values end with. */
function rangeOf(parsed: ParsedNode, text: string): Range {
  const [start, end] = parsed.range;
  const from = Math.min(start, text.length);
  let to = Math.min(Math.max(end, from), text.length);
  while (to > from && /\s/.test(text.charAt(to - 1))) to -= 1;
  return { start: from, end: to };
}
