import { expect, test } from 'vitest';
import { snippetOf, slot } from '../../../server/language/completion/snippet.ts';
import { withoutSnippet } from '../../../server/language/shell/without-snippets.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const plain = (newText: string): string | undefined =>
  withoutSnippet({ label: 'a', insertTextFormat: 2, textEdit: { range, newText } }).textEdit?.newText;

test('places to fill in hold what they hold at first', () => {
  expect(plain(snippetOf(['weight: ', slot('1'), ', loss: ', slot('hard', 'kd'), ', id: ', slot()]))).toBe(
    'weight: 1, loss: hard, id: ',
  );
});

test('signs that snippets escape are themselves', () => {
  expect(plain(snippetOf(['a: "$x}\\n" ', slot('b}$'), slot('c,|', 'd')]))).toBe('a: "$x}\\n" b}$c,|');
});

test('plain text stays as it is', () => {
  const item = { label: 'a', textEdit: { range, newText: 'cost: ${1:x}' } };
  expect(withoutSnippet(item)).toBe(item);
});
