import type { Circumstances } from '../../recipe/circumstances.ts';
import type { Template } from '../completion/lookup.ts';

/** What the newest run of a recipe came to. */
export interface LastResult {
  /** The run's folder. */
  readonly run: string;
  /** In one line, for people. */
  readonly text: string;
}

/** Effects that the language server needs beside reading files, given by the program it runs in. */
export interface LanguagePorts {
  /** Gives memory back that was needed for a moment; called when a recipe has come to rest. */
  readonly tidy: () => void;
  /** This machine, and the newest run of a recipe in these folders. */
  readonly circumstances: (recipePath: string, folders: readonly string[]) => Promise<Circumstances>;
  readonly version: string;
  /** Address of the page that explains a problem's code. */
  readonly page: (code: string) => string;
  /** Recipes to begin with, written for a folder. */
  readonly templates: (folder: string) => Promise<readonly Template[]>;
  /** Null where a recipe was never run in these folders. */
  readonly lastResult: (recipePath: string, folders: readonly string[]) => Promise<LastResult | null>;
}
