import type { Range } from '../protocol/problem.ts';

/** A text in which something stands where somebody is about to write. */
export interface Filled {
  readonly text: string;
  /** Inside what stands there. */
  readonly offset: number;
  /** Of the original text: the word that is being written, which a completion replaces. */
  readonly word: Range;
  /** Whether a key was put there, with a colon. */
  readonly asKey: boolean;
}

/** Means nothing in a recipe and is no sign of YAML's. */
export const marker = 'retort_cursor';

const wordSign = /[^\s,[\]{}:#"'&*|>]/;

/**
 * Ways to read a half-written text, the likelier first: the word at the cursor replaced by a marker, as a key of its own
 * on a line that says nothing more, else as a value; brackets that the line leaves open are closed.
 */
export function filled(text: string, offset: number): readonly Filled[] {
  const word = wordAt(text, offset);
  const lineStart = text.lastIndexOf('\n', word.start - 1) + 1;
  const before = text.slice(lineStart, word.start);
  const lineEnd = endOfLine(text, word.end);
  const after = text.slice(word.end, lineEnd);
  const hasColon = /^\s*:(\s|$)/.test(after);
  const open = openBrackets(before + after);
  const make = (asKey: boolean): Filled => {
    const inserted = asKey && !hasColon ? `${marker}: ` : marker;
    const head = `${text.slice(0, word.start)}${inserted}`;
    return {
      text: `${head}${after}${open}${text.slice(lineEnd)}`,
      offset: word.start + marker.length,
      word,
      asKey,
    };
  };
  if (hasColon) return [make(true)];
  const aloneInBlock = /^[ \t]*(- +)*$/.test(before) && /^\s*(#.*)?$/.test(after);
  const inFlowMap = /[{,]\s*$/.test(before) && innermost(text.slice(0, word.start)) === '{';
  return aloneInBlock || inFlowMap ? [make(true), make(false)] : [make(false), make(true)];
}

function wordAt(text: string, offset: number): Range {
  let [start, end] = [offset, offset];
  while (start > 0 && wordSign.test(text.charAt(start - 1))) start -= 1;
  while (end < text.length && wordSign.test(text.charAt(end))) end += 1;
  return { start, end };
}

function endOfLine(text: string, from: number): number {
  const end = text.slice(from).search(/\r|\n/);
  return end < 0 ? text.length : from + end;
}

const closers: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** What closes the brackets that a line opens; quotes and comments aside. */
function openBrackets(line: string): string {
  const open: string[] = [];
  for (const [sign] of line.replace(/"[^"]*"|'[^']*'|(^|\s)#.*$/g, '').matchAll(/[[\]{}]/g)) {
    const closer = closers[sign];
    if (closer !== undefined) open.unshift(closer);
    else if (open[0] === sign) open.shift();
  }
  return open.join('');
}

/** The innermost bracket that is open at the end of a text, looking back a few thousand signs. */
function innermost(text: string): string {
  let depth = 0;
  for (let at = text.length - 1; at >= Math.max(0, text.length - 4000); at--) {
    const sign = text.charAt(at);
    if (sign === '}' || sign === ']') depth += 1;
    if (sign === '{' || sign === '[') {
      if (depth === 0) return sign;
      depth -= 1;
    }
  }
  return '';
}
