import type { Fix } from '../../protocol/problem.ts';

/** A text after edits that don't overlap; those at one place in the order given. */
export function applied(text: string, edits: Fix['edits']): string {
  let result = '';
  let at = 0;
  for (const { range, text: added } of [...edits].sort((a, b) => a.range.start - b.range.start)) {
    result += text.slice(at, range.start) + added;
    at = range.end;
  }
  return result + text.slice(at);
}
