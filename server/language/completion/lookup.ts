import type { Command } from 'vscode-languageserver';

/** What a completion may look at beyond the recipe: what is given here, and nothing else. */
export interface Lookup {
  /** What lies in a folder, by its absolute path; nothing where there is none, or where the reader may not look. */
  readonly list: (path: string) => Promise<readonly Listed[]>;
  /** Whole recipes to begin with, the one to begin with first. */
  readonly templates?: () => Promise<readonly Template[]>;
}

export interface Listed {
  readonly name: string;
  readonly folder: boolean;
}

export interface Template {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  /** What the editor does once it is written. */
  readonly follows?: Command;
}
