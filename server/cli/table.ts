/** Rows of cells as lines: columns two spaces apart, numbers (cells that begin with a digit, sign or ±) to the right. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  emphasise: (header: string) => string = (line) => line,
): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const right = header.map((_, column) => rows.every((row) => /^[-+±\d–]|^$/.test(row[column] ?? '')));
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, column) => {
        const cell = cells[column] ?? '';
        return right[column] === true ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [emphasise(line(header)), ...rows.map(line)].join('\n');
}
