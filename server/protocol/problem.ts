/** What is wrong (or could be better) in a recipe, at a place. Shared by terminal, language server and training server. */
export interface Problem {
  /** Kebab-case, explained in docs/problems.md, for example `unknown-key`. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** What was found, what was expected, and what to do next. Plain text. */
  readonly message: string;
  readonly range: Range;
  /** Ways to put it right; the first is the most likely one. */
  readonly fixes?: readonly Fix[];
  readonly related?: readonly { readonly message: string; readonly range: Range }[];
}

/** Half-open range of UTF-16 offsets into the text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly range: Range; readonly text: string }[];
  /** Whether it needs no second thought: it can only be what was meant, and nothing that was written is lost. */
  readonly isSure?: true;
}

/** Zero-based, as editors count. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A failure outside a recipe's text: data, checkpoints, disk, locks. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** What to do next. */
  readonly next: string;
  /** File, stage, term or sample it concerns. */
  readonly where?: string;
}
