import type { Problem } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import { atLimit, type Form } from '../fixes/form.ts';
import { otherLength } from '../fixes/types.ts';
import type { ScalarNode } from '../node.ts';
import type { Rule } from './rule.ts';
import { expected, found } from './words.ts';
import { wrong } from './wrong.ts';

/** What is wrong with a word or number of the right type; null for nothing. */
export function wrongScalar(node: ScalarNode, rule: Rule, form: Form): Problem | null {
  if (typeof node.value === 'number') return wrongNumber(node, node.value, rule, form);
  return typeof node.value === 'string' ? wrongText(node, node.value, rule) : null;
}

function wrongText(node: ScalarNode, value: string, rule: Rule): Problem | null {
  const { minLength = 0, maxLength = Infinity, pattern } = rule;
  const { range } = node;
  const length = Array.from(value).length;
  if (length < minLength) {
    return wrong('wrong-form', say`Found an empty text, expected ${expected(rule)}.`, range);
  }
  if (length > maxLength) {
    return wrong('wrong-form', say`Found ${length} characters, expected at most ${maxLength}.`, range);
  }
  if (pattern === undefined || new RegExp(pattern, 'u').test(value)) return null;
  const form = rule.retort === undefined ? say`a letter and then letters, digits, - or _` : expected(rule);
  return wrong('wrong-form', say`Found ${found(node)}, expected ${form}.`, range, otherLength(node, rule));
}

function wrongNumber(node: ScalarNode, value: number, rule: Rule, { text }: Form): Problem | null {
  const { range } = node;
  if (!Number.isFinite(value)) {
    return wrong('out-of-range', say`Found ${found(node)}, expected a finite number.`, range);
  }
  if (rule.type === 'integer' && !Number.isInteger(value)) {
    return wrong('wrong-type', say`Found the number ${value}, expected a whole number.`, range);
  }
  const limit = limitBroken(value, rule);
  if (limit === null) return null;
  // As it is written: a number that is too large to be exact has other digits than its text.
  const written = text.slice(range.start, range.end) || String(value);
  return wrong('out-of-range', say`Found ${written}, expected ${limit}.`, range, atLimit(value, range, rule));
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
