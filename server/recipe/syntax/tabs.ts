import { lineStart, nextLine } from '../fixes/style.ts';
import { lineAt, lineBefore, type Line } from './indentation.ts';

/** So much text around a line says how it is indented. */
const charactersAround = 20_000;

/** A column in which lines around one begin, with a dash or with a key. */
interface Level {
  readonly column: number;
  readonly kind: 'dash' | 'key' | 'either';
}

/**
 * What a line that begins with tabs should begin with. A tab is a level: of those that the lines before it have, and of
 * the one that the line right before it opens.
 */
export function spacesFor(text: string, offset: number): string {
  const step = stepAround(text, offset);
  const line = lineAt(text, offset, step);
  const blanks = text.slice(lineStart(text, offset), line.content.start);
  const levels = levelsAt(text, offset, step);
  const own = line.dash ?? line.column;
  const fitting = levels.filter(
    ({ kind }) => kind === 'either' || (kind === 'dash') === (line.dash !== null),
  );
  if (blanks.includes(' ')) {
    const [nearest] = fitting.toSorted((a, b) => Math.abs(a.column - own) - Math.abs(b.column - own));
    return ' '.repeat(nearest?.column ?? own);
  }
  const wanted = levels[blanks.length]?.column ?? Infinity;
  const meant = fitting.find(({ column }) => column >= wanted) ?? fitting.at(-1);
  return ' '.repeat(meant?.column ?? own);
}

/** The levels at which a line can stand after those before it, the outermost first. */
function levelsAt(text: string, offset: number, step: number): readonly Level[] {
  const levels = new Map<number, Level>();
  let least = Infinity;
  for (let line = lineBefore(text, offset, step); line !== null; line = before(text, line, step)) {
    if (levels.size === 0 && line.written.endsWith(':')) {
      const column = openedBy(text, offset, line) ?? line.column + step;
      levels.set(column, { column, kind: 'either' });
    }
    const { column, dash } = line;
    if (column < least) levels.set(column, { column, kind: 'key' });
    if (dash !== null && dash < least) levels.set(dash, { column: dash, kind: 'dash' });
    least = Math.min(least, dash ?? column);
    if (least === 0) break;
  }
  return [...levels.values()].toSorted((a, b) => a.column - b.column);
}

const before = (text: string, line: Line, step: number): Line | null =>
  lineBefore(text, line.content.start, step);

/** Where what a line opens stands, by the first line after an offset that spaces indent deeper; null for none. */
function openedBy(text: string, offset: number, { column }: Line): number | null {
  const end = Math.min(text.length, offset + charactersAround);
  for (let at = nextLine(text, offset); at < end; at = nextLine(text, at)) {
    const line = lineAt(text, at);
    const blanks = text.slice(at, line.content.start);
    if (line.written === '' || line.written.startsWith('#') || blanks.includes('\t')) continue;
    return blanks.length > column ? blanks.length : null;
  }
  return null;
}

/** Spaces of the least indented line around an offset that is indented; two where no line is. */
function stepAround(text: string, offset: number): number {
  const around = text.slice(Math.max(0, offset - charactersAround), offset + charactersAround);
  const widths = [...around.matchAll(/(?<=[\r\n]) +(?=[^\s#])/gu)].map(([blanks]) => blanks.length);
  return widths.length === 0 ? 2 : Math.min(...widths);
}
