import { EventEmitter, window, workspace, type Event, type TextDocument, type Uri } from 'vscode';
import type { CheckedFile } from '../../server/protocol/training.ts';
import type { Training } from '../training/connection.ts';
import { isRecipe } from './recipe-file.ts';
import type { Diagnostics } from './diagnostics.ts';

/** The last check of each recipe that was opened, saved, or checked on demand. */
export class Checks {
  readonly #training: Training;
  readonly #diagnostics: Diagnostics;
  readonly #changed = new EventEmitter<undefined>();
  readonly #checked = new Map<string, CheckedFile>();
  readonly #asking = new Map<string, AbortController>();

  constructor(training: Training, diagnostics: Diagnostics) {
    this.#training = training;
    this.#diagnostics = diagnostics;
  }

  get onChanged(): Event<undefined> {
    return this.#changed.event;
  }

  of(recipe: Uri): CheckedFile | undefined {
    return this.#checked.get(recipe.toString());
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
      this.#checked.set(key, checked);
      this.#diagnostics.show(recipe, checked.problems);
      this.#changed.fire(undefined);
      return checked;
    } finally {
      if (this.#asking.get(key) === asking) this.#asking.delete(key);
    }
  }

  forget(recipe: Uri): void {
    if (!this.#checked.delete(recipe.toString())) return;
    this.#diagnostics.show(recipe, []);
    this.#changed.fire(undefined);
  }

  dispose(): void {
    for (const asking of this.#asking.values()) asking.abort();
    this.#changed.dispose();
  }
}

/** Checks recipes when they come into sight and when they are saved, never while somebody types. */
export function checkInSight(checks: Checks, failed: (error: unknown) => void): { dispose(): unknown } {
  const check = (document: TextDocument): void => {
    if (workspace.isTrusted && isRecipe(document.uri)) checks.check(document.uri).catch(failed);
  };
  const inSight = (): void => {
    for (const { document } of window.visibleTextEditors)
      if (checks.of(document.uri) === undefined) check(document);
  };
  inSight();
  const listening = [
    window.onDidChangeVisibleTextEditors(inSight),
    workspace.onDidSaveTextDocument(check),
    workspace.onDidGrantWorkspaceTrust(inSight),
    workspace.onDidDeleteFiles(({ files }) => files.forEach((file) => checks.forget(file))),
  ];
  return { dispose: () => listening.forEach((one) => void one.dispose()) };
}
