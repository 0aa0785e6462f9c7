import { CompletionItemKind } from 'vscode-languageserver';
import type { Range } from '../../protocol/problem.ts';
import { unique } from '../../recipe/resolved/uses.ts';
import type { Proposal } from './proposal.ts';

/** Anchors are looked for in so much text before an alias. */
const charactersAtMost = 100_000;

export interface AliasWriting {
  readonly proposals: readonly Proposal[];
  readonly range: Range;
}

/** Anchors above, where an alias is being written: after `*`, or after a merge key's colon. Null elsewhere. */
export function aliases(text: string, word: Range): AliasWriting | null {
  const line = /[^\r\n]*$/.exec(text.slice(Math.max(0, word.start - 200), word.start))?.[0] ?? '';
  const sign = /(?:(?:^|[\s,[{:-])\*|<<:\s+)$/.exec(line)?.[0];
  if (sign === undefined) return null;
  const above = text.slice(Math.max(0, word.start - charactersAtMost), word.start);
  const names = unique([...above.matchAll(/(?<=[\s,[{])&([^\s,[\]{}]+)/g)].map(([, name = '']) => name));
  return {
    proposals: names.map((name) => ({ label: `*${name}`, kind: CompletionItemKind.Reference })),
    range: sign.endsWith('*') ? { start: word.start - 1, end: word.end } : word,
  };
}
