import { offsetAt } from '../../server/recipe/position.ts';
import type { Range, TextEdit } from 'vscode-languageserver';

/** What is written in a range. */
export const marked = (text: string, { start, end }: Range): string =>
  text.slice(offsetAt(text, start), offsetAt(text, end));

/** A text after edits, which may not overlap. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const placed = edits
    .map(({ range, newText }) => ({
      start: offsetAt(text, range.start),
      end: offsetAt(text, range.end),
      newText,
    }))
    .sort((a, b) => a.start - b.start);
  let [done, at] = ['', 0];
  for (const { start, end, newText } of placed) {
    if (start < at || end < start) throw new Error(`Edits overlap at ${start}.`);
    done += text.slice(at, start) + newText;
    at = end;
  }
  return done + text.slice(at);
}
