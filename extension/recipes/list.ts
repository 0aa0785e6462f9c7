import { EventEmitter, workspace, type Disposable, type Event, type Uri } from 'vscode';
import { coalesced } from '../training/coalesce.ts';
import { findRecipes, watchRecipes } from './find.ts';

/** Making a branch current moves many files at once: one search afterwards is enough. */
const intervalMs = 1000;

/** The recipes of the open folders, searched for when somebody first looks. */
export class RecipeList implements Disposable {
  readonly #changed = new EventEmitter<undefined>();
  readonly #soon: ReturnType<typeof coalesced>;
  readonly #listening: { dispose(): unknown }[] = [];
  #recipes: readonly Uri[] = [];
  #loaded: Promise<void> | null = null;

  constructor(failed: (error: unknown) => void) {
    this.#soon = coalesced(() => this.#read(), intervalMs, failed);
  }

  get onChanged(): Event<undefined> {
    return this.#changed.event;
  }
  get recipes(): readonly Uri[] {
    return this.#recipes;
  }

  async load(): Promise<readonly Uri[]> {
    this.#loaded ??= this.#begin();
    await this.#loaded;
    return this.#recipes;
  }

  async refresh(): Promise<void> {
    if (this.#loaded === null) await this.load();
    else await this.#read();
  }

  #begin(): Promise<void> {
    const soon = () => this.#soon();
    this.#listening.push(watchRecipes(soon), workspace.onDidChangeWorkspaceFolders(soon));
    return this.#read();
  }

  async #read(): Promise<void> {
    this.#recipes = await findRecipes();
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#soon.dispose();
    for (const one of this.#listening) one.dispose();
    this.#changed.dispose();
  }
}
