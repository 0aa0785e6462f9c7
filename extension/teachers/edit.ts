import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';

/** Replace the text from `start` to `end`. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The change that makes an entry of a YAML text a value and leaves everything else, comments and layout included, as it
 * is; it is empty where the entry is that value already. Maps of `path` that are missing are made. Null where that can't be done: no valid YAML, something else than a map
 * on the way.
 * @param value YAML flow text
 */
export function setEntry(text: string, path: readonly string[], value: string): TextChange | null {
  const document = parseDocument(text);
  if (document.errors.length > 0) return null;
  const now = document.getIn(path, true);
  if (isNode(now) && isEqual(now.toJS(document), parseDocument(value).toJS())) return at(0, '');
  const change = changeFor(text, document, path, value);
  return change !== null && isRight(text, change, path, value) ? change : null;
}

/** The text after a change. */
export const changed = (text: string, { start, end, text: by }: TextChange): string =>
  text.slice(0, start) + by + text.slice(end);

function changeFor(
  text: string,
  document: Document,
  path: readonly string[],
  value: string,
): TextChange | null {
  let map = document.contents;
  if (map === null)
    return { start: text.length, end: text.length, text: `${lineBefore(text)}${entry(path, value)}\n` };
  for (const [depth, key] of path.entries()) {
    if (!isMap(map)) return null;
    const pair = pairOf(map, key);
    const rest = path.slice(depth + 1);
    if (pair === undefined) return insertion(text, map, entry([key, ...rest], value));
    const found = pair.value;
    const isEmpty = found === null || (isScalar(found) && found.value === null);
    if (rest.length === 0 || isEmpty)
      return replacement(text, pair, rest.length === 0 ? value : flow(rest, value));
    map = found as Node;
  }
  return null;
}

const pairOf = (map: YAMLMap, key: string): Pair | undefined =>
  map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);

/** `a: { b: value }` for the path a, b. */
const entry = ([key = '', ...rest]: readonly string[], value: string): string =>
  `${key}: ${rest.length === 0 ? value : flow(rest, value)}`;

const flow = (path: readonly string[], value: string): string => `{ ${entry(path, value)} }`;

function insertion(text: string, map: YAMLMap, line: string): TextChange | null {
  const first = map.items[0];
  const last = map.items.at(-1);
  if (map.flow === true) {
    const start = last === undefined ? (map.range?.[0] ?? 0) + 1 : endOf(last);
    return at(start, last === undefined ? ` ${line} ` : `, ${line}`);
  }
  const [begin] = rangeOf(first?.key) ?? [];
  if (last === undefined || begin === undefined) return null;
  const column = begin - (text.lastIndexOf('\n', begin - 1) + 1);
  const end = endOf(last);
  const indent = ' '.repeat(column);
  // Block scalars end with their line; everything else may have a comment behind it.
  if (text[end - 1] === '\n') return at(end, `${indent}${line}\n`);
  const newline = text.indexOf('\n', end);
  return newline === -1 ? at(text.length, `\n${indent}${line}\n`) : at(newline, `\n${indent}${line}`);
}

const at = (start: number, text: string): TextChange => ({ start, end: start, text });

/** The value of a pair, from behind its colon: a block that begins on the next line becomes flow text on this one. */
function replacement(text: string, pair: Pair, value: string): TextChange | null {
  const [, keyEnd] = rangeOf(pair.key) ?? [];
  if (keyEnd === undefined) return null;
  const colon = text.indexOf(':', keyEnd);
  if (colon === -1) return null;
  const end = Math.max(colon + 1, endOf(pair));
  const blank = /^[ \t]*/.exec(text.slice(colon + 1))?.[0] ?? '';
  const start = colon + 1 + blank.length;
  if (
    start <= end &&
    start < text.length &&
    text[start] !== '\n' &&
    text[start] !== '\r' &&
    text[start] !== '#'
  )
    return { start, end, text: `${blank === '' ? ' ' : ''}${value}` };
  return { start: colon + 1, end, text: ` ${value}` };
}

/** Where the last character of a pair lies, without what only follows it. */
function endOf(pair: Pair): number {
  const { key, value } = pair;
  if (isMap(value) && value.flow !== true) {
    const last = value.items.at(-1);
    if (last !== undefined) return endOf(last);
  }
  if (isSeq(value) && value.flow !== true) {
    const last = value.items.at(-1);
    if (isMap(last) && last.flow !== true) {
      const inner = last.items.at(-1);
      if (inner !== undefined) return endOf(inner);
    }
    const range = rangeOf(last);
    if (range !== undefined) return range[1];
  }
  return rangeOf(value)?.[1] ?? rangeOf(key)?.[1] ?? 0;
}

function rangeOf(node: unknown): readonly [number, number, number] | undefined {
  if (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) return node.range ?? undefined;
  return undefined;
}

const lineBefore = (text: string): string => (text === '' || text.endsWith('\n') ? '' : '\n');

/** Whether the change does what was asked and nothing else: YAML has more corners than the code above. */
function isRight(text: string, change: TextChange, path: readonly string[], value: string): boolean {
  const after = parseDocument(changed(text, change));
  if (after.errors.length > 0) return false;
  const expected = parseDocument(text);
  for (let depth = 1; depth < path.length; depth++)
    if (expected.getIn(path.slice(0, depth)) === null) expected.deleteIn(path.slice(0, depth));
  expected.setIn(path, parseDocument(value).contents);
  return isEqual(after.toJS(), expected.toJS());
}

const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** With keys in one order: an entry that was replaced may stand elsewhere. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
