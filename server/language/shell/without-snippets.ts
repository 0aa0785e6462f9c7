import type { CompletionItem, InsertTextFormat } from 'vscode-languageserver';

/** A number of the protocol. */
const plainText: InsertTextFormat = 1;

/** A completion for a client that has no snippets: places to fill in hold what they hold at first. */
export function withoutSnippet(item: CompletionItem): CompletionItem {
  const { textEdit, insertTextFormat } = item;
  if (insertTextFormat === undefined || insertTextFormat === plainText || textEdit === undefined) return item;
  return {
    ...item,
    insertTextFormat: plainText,
    textEdit: { ...textEdit, newText: filledIn(textEdit.newText) },
  };
}

/** `${1:4}` is `4`, `${2|a,b|}` is `a`, `${3}` and `$0` are nothing, `\$` is `$`. */
const filledIn = (snippet: string): string =>
  snippet.replace(
    /\\(.)|\$\{\d+:((?:\\.|[^\\}])*)\}|\$\{\d+\|((?:\\.|[^\\,|])*)(?:\\.|[^\\|])*\|\}|\$\{?\d+\}?/gs,
    (_, escaped?: string, held?: string, first?: string) => escaped ?? plain(held ?? first ?? ''),
  );

const plain = (text: string): string => text.replaceAll(/\\(.)/gs, '$1');
