import type { Template } from './completion/lookup.ts';

/** Effects that the language server needs beside reading files, given by the program it runs in. */
export interface LanguagePorts {
  readonly version: string;
  /** Address of the page that explains a problem's code. */
  readonly page: (code: string) => string;
  /** Recipes to begin with, written for a folder. */
  readonly templates: (folder: string) => Promise<readonly Template[]>;
  /** What the last run of a recipe came to, in one line; null where it was never run. */
  readonly lastResult: (recipePath: string, folders: readonly string[]) => Promise<string | null>;
}
