import type { TableContent } from './table.ts';

/**
 * RFC 4180, with a line of names. What is not finite is an empty field. A text that a spreadsheet would run as a formula
 * gets an apostrophe before it: names come from recipes of other people.
 */
export const csv = ({ columns, rows }: TableContent): string =>
  [columns, ...rows].map((row) => row.map(field).join(',') + '\r\n').join('');

function field(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
