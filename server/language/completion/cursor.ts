import type { Range } from '../../protocol/problem.ts';

/** A text in which something stands where somebody is about to write. */
export interface Filled {
  readonly text: string;
  /** What stands there: the marker, or the word that is known to be a value. */
  readonly written: string;
  /** Inside what stands there. */
  readonly offset: number;
  /** Of the original text: the word that is being written, which a completion replaces. */
  readonly word: Range;
  /** What has to be written before it: the space after a colon, the dash of a list's next entry; mostly nothing. */
  readonly prefix: string;
  /** What has to be written behind it: the comma before a key that follows; mostly nothing. */
  readonly suffix: string;
  /** Whether a colon was put behind it: a key that has none yet. */
  readonly asKey: boolean;
  /** Of the original text: where the line ends. What closes brackets and quotes was put there. */
  readonly lineEnd: number;
}

/** Means nothing in a recipe and is no sign of YAML's. */
export const marker = 'retort_cursor';

const wordSign = /[^\s,[\]{}:#"'&*|>]/;

/**
 * Ways to read a half-written text, the likelier first: the word at the cursor replaced by a marker, as a key of its own
 * on a line that says nothing more, else as a value; brackets and quotes that the line leaves open are closed.
 */
export function filled(text: string, offset: number): readonly Filled[] {
  const word = wordAt(text, offset);
  const above = text.slice(0, word.start);
  const lineStart = Math.max(above.lastIndexOf('\n'), above.lastIndexOf('\r')) + 1;
  const before = text.slice(lineStart, word.start);
  const lineEnd = endOfLine(text, word.end);
  const after = text.slice(word.end, lineEnd);
  const make = (prefix: string, asKey: boolean, suffix = ''): Filled => {
    const line = `${before}${prefix}${marker}${asKey ? ': ' : ''}${suffix}`;
    const [comment = ''] = /(\s#.*)?$/.exec(after) ?? [];
    const rest = after.slice(0, after.length - comment.length);
    const closed = `${rest}${unclosed(`${line}${rest}`)}${comment}`;
    return {
      text: `${text.slice(0, lineStart)}${line}${closed}${text.slice(lineEnd)}`,
      written: marker,
      offset: word.start + prefix.length + marker.length,
      word,
      prefix,
      suffix,
      asKey,
      lineEnd,
    };
  };
  if (/^["']?\s*:(\s|$)/.test(after)) return [make('', false)];
  // A colon begins a value only with a space behind it, which comes with the value.
  if (/(^|[\s{,])["']?[\w-]+["']?:$/.test(before)) return [make(' ', false)];
  const ends = /^\s*(#.*)?$/.test(after);
  if (ends && /^[ \t]*$/.test(before)) return [make('', true), make('- ', true), make('', false)];
  if (ends && /^[ \t]*(- +)+$/.test(before)) return [make('', true), make('', false)];
  const inFlowMap = /[{,]\s*$/.test(before) && innermost(above) === '{';
  const comma = /^\s+[^\s,}\]#]/.test(after) ? ',' : '';
  return inFlowMap ? [make('', true, comma), make('', false)] : [make('', false), make('', true)];
}

/** An offset on the line of the marker as one of the original text; within the marker it is the end of the word. */
export function originalOffset(
  { word, written, prefix, suffix, asKey, lineEnd }: Filled,
  offset: number,
): number {
  const inserted = prefix.length + written.length + (asKey ? 2 : 0) + suffix.length;
  if (offset <= word.start + prefix.length) return Math.min(offset, word.start);
  const behind = Math.max(0, offset - word.start - inserted);
  return Math.min(word.end + behind, lineEnd);
}

/** The word around an offset. */
export function wordAt(text: string, offset: number): Range {
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

/** What closes the quote and the brackets that a line leaves open. */
function unclosed(line: string): string {
  const unquoted = line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '');
  const quote = /(?<=[\s,[{:]|^)["']/.exec(unquoted)?.[0] ?? '';
  const open: string[] = [];
  for (const [sign] of unquoted.matchAll(/[[\]{}]/g)) {
    const closer = closers[sign];
    if (closer !== undefined) open.unshift(closer);
    else if (open[0] === sign) open.shift();
  }
  return `${quote}${open.join('')}`;
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
