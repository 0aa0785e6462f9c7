import type { Range } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import { put, restAt, type Slip } from './slip.ts';

/** A key, as keys of recipes are. */
const key = '[A-Za-z_][A-Za-z0-9_.-]*';
const glued = new RegExp(`^(${key}):(?=\\S)(?!//)`, 'u');
/** White space that isn't YAML's: of fixed width, without a break, of no width. */
const oddSpace = new RegExp(`^(${key}):[ \\t]*([\\u00a0\\u2000-\\u200b\\u202f\\u205f\\u3000]+)`, 'u');
const wide = new RegExp(`^(${key})\\s*：\\s*`, 'u');
const equals = new RegExp(`^(${key})\\s*=\\s*`, 'u');

/** For a line that should begin with a key and doesn't: what stands there in the place of its colon. */
export function withoutColon(text: string, offset: number): Slip {
  const range = restAt(text, offset);
  const written = text.slice(range.start, range.end);
  const odd = oddSpace.exec(written);
  if (odd !== null) {
    const message = say`The white space after ${odd[1] ?? ''}: is none that YAML knows (a non-breaking space, for example). Write a plain space.`;
    return { message, range, fix: put(say`Write a plain space`, after(range, odd, `${odd[1] ?? ''}:`), ' ') };
  }
  const join = glued.exec(written);
  if (join !== null) {
    const message = say`Expected a space after the colon of ${join[1] ?? ''}.`;
    const end = range.start + join[0].length;
    return { message, range, fix: put(say`Insert a space`, { start: end, end }, ' ') };
  }
  for (const [sign, pattern] of [
    ['：', wide],
    ['=', equals],
  ] as const) {
    const found = pattern.exec(written);
    if (found === null) continue;
    const message = say`Found ${sign} after ${found[1] ?? ''}, expected a colon and a space.`;
    return { message, range, fix: put(say`Write a colon`, after(range, found, found[1] ?? ''), ': ') };
  }
  return {
    message: say`This line has no colon: expected a key, a colon and its value, such as batch: 64.`,
    range,
  };
}

/** What a match of the beginning of a range covers after a part of it. */
const after = ({ start }: Range, [whole]: RegExpExecArray, part: string): Range => ({
  start: start + part.length,
  end: start + whole.length,
});

/** For a value with a colon and a space in it (`name: A: B`); null for one without, on its line. */
export function colonInValue(text: string, offset: number, inFlow: boolean): Slip | null {
  const rest = restAt(text, offset);
  const value = inFlow ? upTo(/[,{}[\]]/u, text, rest) : rest;
  const written = text.slice(value.start, value.end);
  if (!/:(?:\s|$)/u.test(written)) return null;
  const message = say`A value with a colon in it has to stand in quotes.`;
  return /["\\]/u.test(written)
    ? { message, range: value }
    : { message, range: value, fix: put(say`Put it in quotes`, value, `"${written}"`) };
}

function upTo(sign: RegExp, text: string, { start, end }: Range): Range {
  const at = text.slice(start, end).search(sign);
  const written = text.slice(start, at < 0 ? end : start + at);
  return { start, end: start + written.trimEnd().length };
}
