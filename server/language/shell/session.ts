import { readdir } from 'node:fs/promises';
import type { FileSystemWatcher, Disposable } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { gather } from '../../recipe/gather.ts';
import { atMost } from './at-most.ts';
import type { Listed } from '../completion/lookup.ts';
import type { Client } from './client.ts';
import { subjects } from './forget.ts';
import { OpenRecipe } from './open-recipe.ts';
import type { LanguagePorts, LastResult } from './ports.ts';
import { admitting } from './reach.ts';
import { RecipesOnDisk } from './recipes-on-disk.ts';
import type { LanguageSettings } from './settings.ts';
import { isRecord, pathOfUri, placeOfDocument } from './uris.ts';
import { isRunFile, Watching } from './watching.ts';

/** What a session tells the client. */
export interface Told {
  readonly show: (recipe: OpenRecipe) => void;
  readonly hide: (uri: string) => void;
  readonly watch: (watchers: FileSystemWatcher[]) => Promise<Disposable>;
  /** Results of runs are others than before: lenses, which show them, are asked for again. */
  readonly lenses: () => void;
  /** Settings are others than before, or more is known: what hints say is asked for again. */
  readonly hints: () => void;
  readonly failed: (error: unknown) => void;
}

/** While one writes, nobody waits for a large checkpoint to be searched for values that aren't finite; `check` does. */
const searchedBytes = 32 * 1024 * 1024;
/** Disks are shared with those who work. */
const gatheredAtOnce = 2;
/** Nobody looks through more names than these. */
const mostListed = 2000;
/** Recipes that are held as they were read and checked; the others are read again when they are looked at. */
const mostHeld = 4;
/** A run at work writes its file again and again. */
const refreshMs = 2000;

/** All open recipes, the folders that may be read, and what was found there. */
export class Session {
  readonly client: Client;
  readonly ports: LanguagePorts;
  /** Those that are not open. */
  readonly onDisk: RecipesOnDisk;
  readonly #told: Told;
  readonly #recipes = new Map<string, OpenRecipe>();
  readonly #watching: Watching;
  /** Recipes by when they were last read, the longest ago first. */
  readonly #held = new Set<OpenRecipe>();
  readonly #inTurn = atMost(gatheredAtOnce);
  #folders: readonly string[];
  #settings: LanguageSettings;
  #admit: (path: string) => Promise<void>;
  #refresh: NodeJS.Timeout | null = null;

  constructor(client: Client, settings: LanguageSettings, ports: LanguagePorts, told: Told) {
    this.client = client;
    this.ports = ports;
    this.onDisk = new RecipesOnDisk({
      list: (path) => this.list(path),
      admit: (path) => this.#admit(path),
    });
    this.#told = told;
    this.#folders = client.folders;
    this.#settings = settings;
    this.#admit = this.#admission();
    this.#watching = new Watching(client.watches, told.watch);
    this.#watching.watch([]);
  }

  get settings(): LanguageSettings {
    return this.#settings;
  }
  get folders(): readonly string[] {
    return this.#folders;
  }
  get recipes(): readonly OpenRecipe[] {
    return [...this.#recipes.values()];
  }

  recipe(uri: string): OpenRecipe | undefined {
    return this.#recipes.get(uri);
  }

  /** What lies in a folder that may be read; nothing in any other. */
  async list(path: string): Promise<readonly Listed[]> {
    try {
      await this.#admit(path);
      const entries = await readdir(path, { withFileTypes: true });
      return entries.slice(0, mostListed).map((entry) => ({ name: entry.name, folder: entry.isDirectory() }));
    } catch {
      return [];
    }
  }

  changed(document: TextDocument): void {
    const open = this.#recipes.get(document.uri);
    if (open === undefined) this.#open(document);
    else open.textChanged();
  }

  closed(uri: string): void {
    const recipe = this.#recipes.get(uri);
    recipe?.close();
    if (recipe !== undefined) this.#held.delete(recipe);
    this.#recipes.delete(uri);
    this.#told.hide(uri);
    this.#watch();
  }

  /** Not every client tells of files that change: to save is to ask again. */
  saved(uri: string): void {
    this.#recipes.get(uri)?.worldChanged();
  }

  filesChanged(uris: readonly string[]): void {
    const paths = uris.flatMap((uri) => pathOfUri(uri) ?? []);
    if (paths.some(isRunFile)) this.#refreshSoon();
    const others = paths.filter((path) => !isRunFile(path));
    if (others.length > 0) for (const recipe of this.recipes) recipe.filesChanged(others);
  }

  /** Other folders are open, or other settings hold. */
  configure({
    folders = this.#folders,
    settings = this.#settings,
  }: {
    readonly folders?: readonly string[];
    readonly settings?: LanguageSettings;
  }): void {
    this.#folders = folders;
    this.#settings = settings;
    this.#admit = this.#admission();
    for (const recipe of this.recipes) recipe.worldChanged();
    this.#told.lenses();
    this.#told.hints();
  }

  /** Looked up whenever it is asked for: not every client, nor every file watcher, tells of a new run. */
  async lastResult(path: string): Promise<LastResult | null> {
    try {
      return await this.ports.lastResult(path, this.#folders);
    } catch (error) {
      this.#told.failed(error);
      return null;
    }
  }

  close(): void {
    for (const recipe of this.recipes) recipe.close();
    this.#recipes.clear();
    if (this.#refresh !== null) clearTimeout(this.#refresh);
  }

  #admission(): (path: string) => Promise<void> {
    return admitting([...this.#folders, ...this.#settings.modelFolders, ...this.ports.folders]);
  }

  #open(document: TextDocument): void {
    const path = placeOfDocument(document.uri, this.#folders);
    if (isRecord(path)) return;
    const recipe = new OpenRecipe(document, path, {
      gather: (text, at, known) =>
        this.#inTurn(() =>
          gather(text, at, known, {
            admit: (file) => this.#admit(file),
            searchedBytes,
            // A plan needs the hashes of data, and what is read for them; what is written is judged without.
            wants: ({ kind }) => kind !== 'hashes',
          }),
        ),
      ahead: ({ text, facts }, at) => this.ports.ahead({ text, path: at, facts }, this.#folders),
      show: (shown) => {
        this.#told.show(shown);
        this.#watch();
      },
      learnt: () => this.#told.hints(),
      used: (read) => this.#hold(read),
      failed: this.#told.failed,
    });
    this.#recipes.set(document.uri, recipe);
  }

  #hold(recipe: OpenRecipe): void {
    this.#held.delete(recipe);
    this.#held.add(recipe);
    for (const longest of this.#held) {
      if (this.#held.size <= mostHeld) return;
      this.#held.delete(longest);
      longest.rest();
    }
  }

  #watch(): void {
    this.#watching.watch(this.recipes.flatMap(({ facts }) => subjects(facts)));
  }

  #refreshSoon(): void {
    this.#refresh ??= setTimeout(() => {
      this.#refresh = null;
      this.#told.lenses();
    }, refreshMs);
  }
}
