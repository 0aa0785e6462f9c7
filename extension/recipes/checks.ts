import { EventEmitter, workspace, type Event, type Uri } from 'vscode';
import type { CheckedFile } from '../../server/protocol/training.ts';
import type { Training } from '../training/connection.ts';
import type { Judged } from './item.ts';

/** What the last check of each recipe found: of one that is open the language server's, else the one asked for. */
export class Checks {
  readonly #training: Training;
  readonly #changed = new EventEmitter<undefined>();
  readonly #found = new Map<string, readonly Judged[]>();
  readonly #asking = new Map<string, AbortController>();

  constructor(training: Training) {
    this.#training = training;
  }

  get onChanged(): Event<undefined> {
    return this.#changed.event;
  }

  /** Undefined while a recipe has not been checked. */
  of(recipe: Uri): readonly Judged[] | undefined {
    return this.#found.get(recipe.toString());
  }

  /** Takes what somebody found. */
  found(recipe: Uri, problems: readonly Judged[]): void {
    this.#found.set(recipe.toString(), problems);
    this.#changed.fire(undefined);
  }

  /** Checks a recipe as it is in the editor, or on disk. A newer check of the same recipe takes the older one's place. */
  async check(recipe: Uri, signal?: AbortSignal): Promise<CheckedFile> {
    const key = recipe.toString();
    this.#asking.get(key)?.abort();
    const asking = new AbortController();
    this.#asking.set(key, asking);
    const open = workspace.textDocuments.find(({ uri }) => uri.toString() === key);
    const text = open?.isDirty === true ? { text: open.getText() } : {};
    try {
      const both = signal === undefined ? asking.signal : AbortSignal.any([asking.signal, signal]);
      const checked = await this.#training.request('check', { recipe: recipe.fsPath, ...text }, both);
      if (this.#asking.get(key) !== asking) return checked;
      if (open === undefined) this.found(recipe, checked.problems);
      return checked;
    } finally {
      if (this.#asking.get(key) === asking) this.#asking.delete(key);
    }
  }

  forget(recipe: Uri): void {
    if (this.#found.delete(recipe.toString())) this.#changed.fire(undefined);
  }

  dispose(): void {
    for (const asking of this.#asking.values()) asking.abort();
    this.#changed.dispose();
  }
}
