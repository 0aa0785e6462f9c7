import type { Problem } from '../../protocol/problem.ts';
import type { Facts } from '../../recipe/facts.ts';
import type { Template } from '../completion/lookup.ts';

/** What the newest run of a recipe came to. */
export interface LastResult {
  /** The run's folder. */
  readonly run: string;
  /** In one line, for people. */
  readonly text: string;
}

/** A recipe as it is now, with what is known of the world. */
export interface RecipeAt {
  readonly text: string;
  readonly path: string;
  readonly facts: Facts;
}

/** Effects that the language server needs beside reading files, given by the program it runs in. */
export interface LanguagePorts {
  /** What only this machine and earlier runs in these folders tell of a recipe; asked when it has come to rest. */
  readonly ahead: (recipe: RecipeAt, folders: readonly string[]) => Promise<readonly Problem[]>;
  readonly version: string;
  /** Address of the page that explains a problem's code. */
  readonly page: (code: string) => string;
  /** Folders of the program's own that any recipe may read: what its templates name. */
  readonly folders: readonly string[];
  /** Recipes to begin with, written for a folder: their data lie beside them, or stay where the program has them. */
  readonly templates: (folder: string, data: 'beside' | 'bundled') => Promise<readonly Template[]>;
  /** Null where a recipe was never run in these folders. */
  readonly lastResult: (recipePath: string, folders: readonly string[]) => Promise<LastResult | null>;
}
