import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SymbolInformation } from 'vscode-languageserver';
import { noFacts } from '../../recipe/facts.ts';
import { mostCharacters } from '../../recipe/parse.ts';
import type { Listed } from '../completion/lookup.ts';
import { namedIn } from '../navigation/workspace-symbols.ts';
import { look } from '../snapshot.ts';
import { isRecord } from './uris.ts';

/** What may be read. */
export interface Reach {
  /** What lies in a folder; nothing where that may not be read. */
  readonly list: (path: string) => Promise<readonly Listed[]>;
  /** Rejects for a file that may not be read. */
  readonly admit: (path: string) => Promise<void>;
}

/** A search that somebody waits for. */
export interface Search {
  /** Folders with all that is in them. */
  readonly folders: readonly string[];
  /** Recipes that are open: what they name stands in the editor, not on the disk. */
  readonly open: ReadonlySet<string>;
  readonly isCancelled: () => boolean;
}

const ending = '.distill.yaml';
/** Where packages lie, what was built, and runs with their copies of recipes. */
const passedOver = new Set(['node_modules', '.git', '.retort', 'site-packages', '.venv', 'dist', 'out']);
/** Nobody has more that they wrote; a home folder or a disk that is open has, and is not searched to its end. */
const most = { recipes: 500, folders: 5000, depth: 16 };

/** Recipes of folders, what lies near the top before what lies deep. Links to folders aren't followed. */
async function findRecipes({ folders, isCancelled }: Search, { list }: Reach): Promise<readonly string[]> {
  const found: string[] = [];
  const depths = new Map(folders.map((folder) => [folder, 0]));
  // Folders that are found meanwhile come after those that are known.
  for (const [path, depth] of depths) {
    if (found.length >= most.recipes || isCancelled()) break;
    for (const { name, folder } of await list(path)) {
      const place = join(path, name);
      if (!folder) {
        if (name.endsWith(ending) && !isRecord(place)) found.push(place);
      } else if (depth < most.depth && depths.size < most.folders && !passedOver.has(name)) {
        if (!depths.has(place)) depths.set(place, depth + 1);
      }
    }
  }
  return found.slice(0, most.recipes);
}

interface Known {
  readonly mtimeMs: number;
  readonly size: number;
  readonly symbols: readonly SymbolInformation[];
}

/** What recipes name that nobody has open. Each is read once, and again when its time or size are others. */
export class RecipesOnDisk {
  readonly #reach: Reach;
  readonly #known = new Map<string, Known>();

  constructor(reach: Reach) {
    this.#reach = reach;
  }

  /** Of all recipes in some folders that aren't open; of a search that is cancelled what was found by then. */
  async symbols(search: Search): Promise<readonly SymbolInformation[]> {
    const paths = await findRecipes(search, this.#reach);
    const found: SymbolInformation[] = [];
    for (const path of paths) {
      if (search.isCancelled()) return found;
      if (!search.open.has(path)) found.push(...(await this.#symbolsOf(path)));
    }
    if (!search.isCancelled()) this.#keep(new Set(paths));
    return found;
  }

  async #symbolsOf(path: string): Promise<readonly SymbolInformation[]> {
    try {
      await this.#reach.admit(path);
      const entry = await stat(path);
      const { mtimeMs, size } = entry;
      if (!entry.isFile() || size > mostCharacters) return [];
      const known = this.#known.get(path);
      if (known?.mtimeMs === mtimeMs && known.size === size) return known.symbols;
      const text = new TextDecoder().decode(await readFile(path));
      const symbols = namedIn(pathToFileURL(path).href, look(text, noFacts(path)));
      this.#known.set(path, { mtimeMs, size, symbols });
      return symbols;
    } catch {
      // It is gone, or may not be read.
      return [];
    }
  }

  /** Forgets what isn't there any more. */
  #keep(paths: ReadonlySet<string>): void {
    for (const path of this.#known.keys()) if (!paths.has(path)) this.#known.delete(path);
  }
}
