import type { Command, CompletionItemKind } from 'vscode-languageserver';
import type { Piece } from './snippet.ts';

/** Something that could be written at the cursor. */
export interface Proposal {
  readonly label: string;
  /** What is written; the label where nothing else is said. */
  readonly pieces?: readonly Piece[];
  readonly kind: CompletionItemKind;
  /** Beside the label, on its line. */
  readonly detail?: string;
  /** Markdown, made when somebody looks at this one; null or empty for nothing. */
  readonly about?: () => string | null;
  /** Whether more of the same value follows it, as in a folder a path goes on. */
  readonly goesOn?: true;
  /** What the editor does once it is written. */
  readonly follows?: Command;
  /** Proposals of a lower rank come first, then those that were made earlier; 1 where nothing is said. */
  readonly rank?: number;
}
