import { InsertTextFormat, InsertTextMode, type Command, type CompletionItem } from 'vscode-languageserver';
import type { Range } from '../../protocol/problem.ts';
import { flowText } from '../../recipe/flow-text.ts';
import { say } from '../../text/say.ts';
import { rangeOf, type Snapshot } from '../snapshot.ts';
import type { Proposal } from './proposal.ts';
import { snippetOf } from './snippet.ts';

/** Where an item is written. */
export interface Target {
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
  const { label, pieces, kind, detail = '', goesOn, rank = 1 } = proposal;
  const command = goesOn === true ? listAgain() : proposal.follows;
  const [quote = ''] = /^["']/.exec(snapshot.text.slice(range.start, range.end)) ?? [];
  const name = written(label, quote);
  const snippet = pieces === undefined ? (goesOn === true ? stillOpen(name) : null) : snippetOf(pieces);
  const newText = snippet ?? name;
  return {
    label,
    kind,
    ...(detail === '' ? {} : { detail }),
    sortText: `${rank}${String(index).padStart(4, '0')}`,
    filterText: `${quote}${label}`,
    insertTextFormat: snippet === null ? InsertTextFormat.PlainText : InsertTextFormat.Snippet,
    insertTextMode: InsertTextMode.adjustIndentation,
    ...(command === undefined ? {} : { command }),
    textEdit: { range: rangeOf(snapshot, range), newText: `${prefix}${newText}${suffix}` },
  };
}

/** What was written goes on before the quote that closes it; null where it has none. */
function stillOpen(name: string): string | null {
  const [quote] = /["']$/.exec(name) ?? [];
  return quote === undefined ? null : `${snippetOf([name.slice(0, -1)])}$0${quote}`;
}

/** VS Code's own command; whoever answers an editor leaves it out for one that has none such. */
const listAgain = (): Command => ({ title: say`Go on`, command: 'editor.action.triggerSuggest' });

/** A name as YAML: in the quotes that are there, else in quotes where it means something else without them. */
function written(name: string, quote: string): string {
  if (quote === "'") return `'${name.replaceAll("'", "''")}'`;
  if (quote === '"') return JSON.stringify(name);
  return flowText([name]).slice(1, -1).trim();
}
