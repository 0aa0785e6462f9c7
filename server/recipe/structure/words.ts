import type { Node } from '../node.ts';
import { typesOf, wordsOf, type Rule } from './rule.ts';
import { say } from '../../text/say.ts';
import { thing } from '../../text/things.ts';

/** What was found, for people: `"30"`, `the number 3`, `a list`, `nothing`. */
export function found(node: Node): string {
  if (node.kind === 'list') return say`a list`;
  if (node.kind === 'map') return say`a map`;
  if (node.value === null) return say`nothing`;
  if (typeof node.value === 'string') return `"${shown(node.value)}"`;
  if (typeof node.value === 'boolean') return String(node.value);
  if (Number.isNaN(node.value)) return say`no number at all (.nan)`;
  return Number.isFinite(node.value) ? say`the number ${node.value}` : say`infinity (.inf)`;
}

/** A word of a recipe within a sentence: on one line, and no longer than a line. */
export function shown(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/** What was expected, for people: `a number`, `a length such as 30 epochs, 500 steps or 10 %`. */
export function expected(rule: Rule): string {
  switch (rule.retort) {
    case 'length':
      return say`a length such as 30 epochs, 500 steps or 10 %`;
    case 'budget':
      return say`a number of runs such as 8 runs`;
    case 'scalar':
      return say`a number, or a schedule { from, to, over, shape } or { from, step, by }`;
    case 'reference':
      if (rule.to === 'path') return say`a path`;
      // What trains is a model, or a part of one.
      return say`the name of a ${thing(rule.to === undefined || rule.to === 'target' ? 'model' : rule.to)}`;
    case 'tagged':
      return say`a map with ${rule.tag ?? 'kind'}`;
    default:
      return plain(rule);
  }
}

function plain(rule: Rule): string {
  const words = wordsOf(rule);
  if (words !== null) return words.length === 1 ? String(words[0]) : say`one of ${listed(words)}`;
  if (rule.anyOf !== undefined) {
    return [...new Set(rule.anyOf.map(expected))].join(say` or `);
  }
  switch (rule.type) {
    case 'object':
      return say`a map`;
    case 'array':
      return say`a list`;
    case 'string':
      return say`a word`;
    case 'number':
      return say`a number`;
    case 'integer':
      return say`a whole number`;
    case 'boolean':
      return say`true or false`;
    case 'null':
      return say`nothing`;
    default:
      return say`anything`;
  }
}

/** `a, b, c`, the first dozen. */
export const listed = (words: readonly string[]): string =>
  words.length > 12 ? say`${words.slice(0, 12).join(', ')}, … (${words.length} in all)` : words.join(', ');

/** JSON type of a node. */
const typeOf = (node: Node): string =>
  node.kind === 'list'
    ? 'array'
    : node.kind === 'map'
      ? 'object'
      : node.value === null
        ? 'null'
        : typeof node.value;

export const accepts = (rule: Rule, node: Node): boolean => typesOf(rule)?.has(typeOf(node)) ?? true;
