import type { CompletionItem } from 'vscode-languageserver';
import { aboutCompletion, completions } from '../../../server/language/completion/completions.ts';
import type { Lookup } from '../../../server/language/completion/lookup.ts';
import { offsetOf, type Snapshot } from '../../../server/language/snapshot.ts';
import { cursorIn, seen } from '../cursor-text.ts';

/** Folders with nothing in them. */
export const noFiles: Lookup = { list: () => Promise.resolve([]) };

/** What is offered at the cursor █, in the order in which an editor shows it. */
export async function offered(marked: string, look = noFiles): Promise<readonly CompletionItem[]> {
  const { text, offset } = cursorIn(marked);
  return inOrder(await completions(await seen(text), offset, look));
}

export const inOrder = (items: readonly CompletionItem[]): readonly CompletionItem[] =>
  items.toSorted((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));

/** The labels of what an editor still shows for what is written before the cursor. */
export async function labels(marked: string, look = noFiles): Promise<readonly string[]> {
  return (await offered(marked, look)).map(({ label }) => label);
}

/** What the item of that name at the cursor is about. */
export async function about(marked: string, label: string, look = noFiles): Promise<string> {
  const { text, offset } = cursorIn(marked);
  return aboutCompletion(await seen(text), offset, { label, look });
}

/** The text after an item was taken, with what its places to fill in hold at first. */
export function accepted(snapshot: Snapshot, item: CompletionItem): string {
  const { textEdit } = item;
  if (textEdit === undefined || !('range' in textEdit)) throw new Error(`${item.label} has no edit.`);
  const start = offsetOf(snapshot, textEdit.range.start);
  const { text } = snapshot;
  const line =
    text
      .slice(0, start)
      .split(/\r\n|\r|\n/)
      .at(-1) ?? '';
  const [indent = ''] = /^[ \t]*/.exec(line) ?? [];
  // As editors do: further lines begin with what the line begins with.
  const written = filledIn(textEdit.newText).replaceAll('\n', `\n${indent}`);
  return text.slice(0, start) + written + text.slice(offsetOf(snapshot, textEdit.range.end));
}

/** The text after the item of that name was taken. */
export async function accepting(marked: string, label: string, look = noFiles): Promise<string> {
  const { text, offset } = cursorIn(marked);
  const snapshot = await seen(text);
  const items = inOrder(await completions(snapshot, offset, look));
  const item = items.find((other) => other.label === label);
  if (item === undefined) throw new Error(`There is no ${label} in ${items.map((i) => i.label).join(', ')}.`);
  return accepted(snapshot, item);
}

/** A snippet with the first of what each of its places offers. */
export const filledIn = (snippet: string): string =>
  snippet
    .replace(/\$\{\d+(?::((?:[^\\}]|\\.)*)|\|((?:[^\\,|]|\\.)*)(?:[^\\|]|\\.)*\|)?\}/g, (_, text, choice) =>
      String(text ?? choice ?? ''),
    )
    .replace(/\\([\\$},|])/g, '$1');
