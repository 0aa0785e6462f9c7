/** Characters that take two columns of a terminal. */
export const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/gu;

/** Columns of a terminal that a text takes. */
export const widthOf = (text: string): number => text.length + (text.match(wide)?.length ?? 0);

/** A text with spaces after it. */
export const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Columns of plain text: the first is left, numbers are as they come. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, column) => padded(cells[column] ?? '', width))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)];
}

const prefixes = ['', 'k', 'M', 'G', 'T', 'P', 'E'];

/** `1.23 M`: three digits and the SI prefix. */
export function count(value: number): string {
  const power = value < 1000 ? 0 : Math.min(prefixes.length - 1, Math.floor(Math.log10(value) / 3));
  const digits = power === 0 ? String(Math.round(value)) : (value / 1000 ** power).toPrecision(3);
  return power === 0 ? digits : `${digits} ${prefixes[power] ?? ''}`;
}

/** `1.23 MB`, decimal. */
export const bytes = (value: number): string => (value < 1000 ? `${value} B` : `${count(value)}B`);

/** `1.23 GFLOP`. */
export const flop = (value: number): string =>
  value < 1000 ? `${count(value)} FLOP` : `${count(value)}FLOP`;

/** `40 s`, `3 min`, `2.5 h`. */
export function duration(seconds: number): string {
  if (seconds < 100) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
