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
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    element(
      'table',
      {},
      element('caption', {}, caption),
      element(
        'thead',
        {},
        element('tr', {}, ...columns.map((name) => element('th', { scope: 'col' }, name))),
      ),
      element(
        'tbody',
        {},
        ...seen.map((row) => element('tr', {}, ...row.map((value) => element('td', {}, cell(value))))),
      ),
    ),
  );
}
