import ts from 'typescript';
import { expect, test } from 'vitest';
import { untranslated, untranslatedIn } from './untranslated.ts';

test.each(['extension', 'webview'])('all that %s says stands in its tables', (folder) => {
  expect(untranslated(folder)).toEqual([]);
});

test.each([
  [`return { code: 'bug', message, next: 'The log has more.' };`, 1],
  ['window.showErrorMessage(`Found ${count} of them`);', 1],
  [`element('p', { class: 'next line' }, empty ? 'nothing' : text.some);`, 1],
  [`element('p', { 'aria-label': 'chart' });`, 1],
  [`throw new RetortError({ code: 'gone', message: 'Gone away.', next: '' });`, 1],
  [`log.warn('The connection has ended.');`, 0],
  [`throw new Error('No such chart.');`, 0],
  [`element('p', { class: 'tall' }, text.title, ' · ');`, 0],
])('%s: %i', (code, count) => {
  const source = ts.createSourceFile('a.ts', code, ts.ScriptTarget.ES2022, true);
  expect(untranslatedIn(source)).toHaveLength(count);
});
