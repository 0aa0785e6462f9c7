import { CompletionItemKind } from 'vscode-languageserver';
import { prose } from '../hover/markdown.ts';
import type { Lookup } from './lookup.ts';
import type { Proposal } from './proposal.ts';

/** Whole recipes, for a file that says nothing yet. */
export async function templates({ templates: read }: Lookup): Promise<readonly Proposal[]> {
  const all = read === undefined ? [] : await read().catch(() => []);
  return all.map(({ title, summary, text, follows }) => ({
    label: title,
    pieces: [text],
    kind: CompletionItemKind.File,
    about: () => prose(summary),
    rank: 0,
    ...(follows === undefined ? {} : { follows }),
  }));
}
