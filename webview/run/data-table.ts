import { element } from '../dom.ts';
import type { TableContent } from '../charts/table.ts';

/** More rows than anybody reads would only be slow: then every so many are shown. The file has all. */
const mostRows = 200;

/** A table that scrolls on its own. Numbers are formatted, texts are as they are. */
export function dataTable(
  { caption, columns, rows }: TableContent,
  format: (value: number) => string,
): HTMLElement {
  const every = Math.max(1, Math.ceil(rows.length / mostRows));
  const seen = rows.filter((_, index) => index % every === 0 || index === rows.length - 1);
  const cell = (value: string | number | null): string =>
    value === null ? '–' : typeof value === 'number' ? format(value) : value;
  return scrollingTable(
    { label: caption, columns, caption },
    seen.map((row) => row.map((value) => element('td', {}, cell(value)))),
  );
}

export interface TableHead {
  /** What the region is called that scrolls. */
  readonly label: string;
  readonly columns: readonly string[];
  readonly caption?: string;
  readonly tall?: boolean;
}

/** Rows of cells under named columns, in a region of their own that keys can scroll. */
export const scrollingTable = (
  { label, columns, caption, tall = false }: TableHead,
  rows: readonly (readonly HTMLElement[])[],
): HTMLElement =>
  element(
    'div',
    { class: tall ? 'scroll tall' : 'scroll', tabindex: 0, role: 'region', 'aria-label': label },
    element(
      'table',
      {},
      caption === undefined ? null : element('caption', {}, caption),
      element(
        'thead',
        {},
        element('tr', {}, ...columns.map((name) => element('th', { scope: 'col' }, name))),
      ),
      element('tbody', {}, ...rows.map((cells) => element('tr', {}, ...cells))),
    ),
  );
