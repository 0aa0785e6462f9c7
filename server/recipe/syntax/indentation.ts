import type { Range } from '../../protocol/problem.ts';
import { say } from '../../text/say.ts';
import { lineStart } from '../fixes/style.ts';
import { contentAt, put, type Slip } from './slip.ts';

/** A line with something on it. */
export interface Line {
  readonly content: Range;
  readonly written: string;
  /** Column of its dash, if it begins with one. */
  readonly dash: number | null;
  /** Column of what is written, after dashes. */
  readonly column: number;
}

export function lineAt(text: string, offset: number, tab = 2): Line {
  const content = contentAt(text, offset);
  const written = text.slice(content.start, content.end);
  const blanks = text.slice(lineStart(text, offset), content.start);
  const own = blanks.replaceAll('\t', ' '.repeat(tab)).length;
  const [dashes = ''] = /^(?:-[ \t]+)+/u.exec(written) ?? [];
  return { content, written, dash: dashes === '' ? null : own, column: own + dashes.length };
}

/** The last line before that of an offset that has more than a comment on it. */
export function lineBefore(text: string, offset: number, tab = 2): Line | null {
  for (let start = lineStart(text, offset); start > 0;) {
    const line = lineAt(text, start - 1, tab);
    // Before a first line there may still be a byte order mark.
    if (line.content.start >= start) return null;
    if (line.written !== '' && !line.written.startsWith('#')) return line;
    start = lineStart(text, start - 1);
  }
  return null;
}

/** Whoever looks for the lines that one belongs to finds them near, or not at all. */
const linesAtMost = 500;

function* linesBefore(text: string, offset: number): Generator<Line, void> {
  let line = lineBefore(text, offset);
  for (let count = 0; line !== null && count < linesAtMost; count++) {
    yield line;
    line = lineBefore(text, line.content.start);
  }
}

/** Columns at which a line can stand after those before it, the innermost first. */
function columnsFor(text: string, offset: number): readonly number[] {
  const columns: number[] = [];
  let least = Infinity;
  for (const line of linesBefore(text, offset)) {
    if (columns.length === 0 && line.written.endsWith(':')) columns.push(line.column + 2);
    for (const column of [line.column, ...(line.dash === null ? [] : [line.dash])]) {
      if (column < least) columns.push(column);
      least = Math.min(least, column);
    }
    if (least === 0) break;
  }
  return columns;
}

/** A dash and what follows it without a space, as in `-name: teach`; no number, no `---`. */
const gluedDash = /^-(?=[A-Za-z"'{[])/u;

/** For a line that stands at a column where nothing before it stands. */
export function indentation(text: string, offset: number): Slip {
  const line = lineAt(text, offset);
  const { content, written } = line;
  if (gluedDash.test(written)) {
    const end = content.start + 1;
    const message = say`Expected a space after the dash.`;
    return { message, range: content, fix: put(say`Insert a space`, { start: end, end }, ' ') };
  }
  if (line.dash === null && dashColumn(text, offset) === line.column) {
    const message = say`This line stands among the entries of a list and has no dash. Begin it with a dash, or indent it like the lines that it belongs to.`;
    const start = { start: content.start, end: content.start };
    return /:(?:\s|$)/u.test(written)
      ? { message, range: content, fix: put(say`Begin it with a dash`, start, '- ') }
      : { message, range: content };
  }
  const [nearest] = [...columnsFor(text, offset)].sort(
    (a, b) => Math.abs(a - line.column) - Math.abs(b - line.column),
  );
  const message = say`This line begins in column ${line.column + 1}, where nothing before it begins. Indent it like the lines that it belongs to.`;
  const blanks = { start: lineStart(text, offset), end: content.start };
  return nearest === undefined || nearest === line.column
    ? { message, range: content }
    : {
        message,
        range: content,
        fix: put(say`Begin it in column ${nearest + 1}`, blanks, ' '.repeat(nearest)),
      };
}

/** Column of the dashes of the list that the lines before an offset are in. */
function dashColumn(text: string, offset: number): number | null {
  let least = Infinity;
  for (const line of linesBefore(text, offset)) {
    const column = line.dash ?? line.column;
    if (line.dash !== null && column < least) return line.dash;
    least = Math.min(least, column);
    if (least === 0) break;
  }
  return null;
}
