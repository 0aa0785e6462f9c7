import { printable } from './paint.ts';
import { padded, widthOf } from '../recipe/table.ts';

/** A number, perhaps with a unit; nothing, or a dash where nothing is known. */
const number = /^([-+−]?\d[\d.,]*(e[-+]\d+)?(\s.*)?|–?)$/;

/** Rows of cells as lines: columns two spaces apart, those of numbers to the right. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  emphasise: (header: string) => string = (line) => line,
): string {
  const widths = header.map((title, column) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const right = header.map((_, column) => rows.every((row) => number.test(row[column] ?? '')));
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, column) => {
        const cell = printable(cells[column] ?? '');
        return right[column] === true ? indented(cell, width) : padded(cell, width);
      })
      .join('  ')
      .trimEnd();
  return [emphasise(line(header)), ...rows.map(line)].join('\n');
}

/** A text with spaces before it. */
const indented = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - widthOf(text))) + text;
