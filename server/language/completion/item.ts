import { InsertTextFormat, InsertTextMode, MarkupKind, type CompletionItem } from 'vscode-languageserver';
import type { Range } from '../../protocol/problem.ts';
import { flowText } from '../../recipe/flow-text.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';
import type { Proposal } from './proposal.ts';
import { snippetOf } from './snippet.ts';

interface Target {
  readonly snapshot: Snapshot;
  /** What is replaced. */
  readonly range: Range;
  /** What has to be written before it. */
  readonly prefix: string;
  /** And behind it. */
  readonly suffix: string;
}

/** A proposal as editors take it: it replaces the whole of what is there, and is found by it. */
export function itemOf(
  proposal: Proposal,
  index: number,
  { snapshot, range, prefix, suffix }: Target,
): CompletionItem {
  const { label, pieces, kind, detail = '', about = '', rank = 1 } = proposal;
  const [quote = ''] = /^["']/.exec(snapshot.text.slice(range.start, range.end)) ?? [];
  const newText = pieces === undefined ? written(label, quote) : snippetOf(pieces);
  return {
    label,
    kind,
    ...(detail === '' ? {} : { detail }),
    ...(about === '' ? {} : { documentation: { kind: MarkupKind.Markdown, value: about } }),
    sortText: `${rank}${String(index).padStart(4, '0')}`,
    filterText: `${quote}${label}`,
    insertTextFormat: pieces === undefined ? InsertTextFormat.PlainText : InsertTextFormat.Snippet,
    insertTextMode: InsertTextMode.adjustIndentation,
    textEdit: { range: rangeOf(snapshot, range), newText: `${prefix}${newText}${suffix}` },
  };
}

/** A name as YAML: in the quotes that are there, else in quotes where it means something else without them. */
function written(name: string, quote: string): string {
  if (quote === "'") return `'${name.replaceAll("'", "''")}'`;
  if (quote === '"') return JSON.stringify(name);
  return flowText([name]).slice(1, -1).trim();
}
