import { CompletionItemKind } from 'vscode-languageserver';
import type { Range } from '../../protocol/problem.ts';
import { unique } from '../../recipe/resolved/uses.ts';
import { firstFrom } from '../hover/alias.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Proposal } from './proposal.ts';

/** Anchors are looked for in so much text before an alias. */
const charactersAtMost = 100_000;

export interface AliasWriting {
  readonly proposals: readonly Proposal[];
  readonly range: Range;
}

/** Anchors above, where an alias is being written: after `*`, or after a merge key's colon. Null elsewhere. */
export function aliases({ text, document }: Snapshot, word: Range): AliasWriting | null {
  const line = /[^\r\n]*$/.exec(text.slice(Math.max(0, word.start - 200), word.start))?.[0] ?? '';
  const sign = /(?:(?:^|[\s,[{:-])\*|<<:\s+)$/.exec(line)?.[0];
  if (sign === undefined) return null;
  const isMerge = /<<:\s+\[?[^\]]*$/.test(line);
  const from = Math.max(0, word.start - charactersAtMost);
  const anchors = [...text.slice(from, word.start).matchAll(/(?<=[\s,[{])&([^\s,[\]{}]+)/g)].map(
    ({ 0: sign, 1: name = '', index }) => ({ name, end: from + index + sign.length }),
  );
  // Only maps can be merged; of a text that can't be read nobody knows.
  const fitting = anchors.filter(
    ({ end }) => !isMerge || document.root === null || firstFrom(document.root, end)?.kind === 'map',
  );
  return {
    proposals: unique(fitting.map(({ name }) => `*${name}`)).map((label) => ({
      label,
      // As it is: in quotes it would be a text.
      pieces: [label],
      kind: CompletionItemKind.Reference,
    })),
    range: sign.endsWith('*') ? { start: word.start - 1, end: word.end } : word,
  };
}
