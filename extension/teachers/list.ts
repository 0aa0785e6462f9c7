import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { realpath } from 'node:fs/promises';
import { EventEmitter, workspace, type Disposable, type Event, type Uri } from 'vscode';
import type { ModelFile } from '../../server/protocol/training.ts';
import type { RunList } from '../runs/list.ts';
import { ended } from '../runs/news.ts';
import { readSettings } from '../settings/read.ts';
import { coalesced } from '../training/coalesce.ts';
import type { Training } from '../training/connection.ts';
import { folderName, openFolders, type OpenFolder } from '../training/folders.ts';
import { isSearched, modelPattern } from './watched.ts';

/** Searching folders is the server's work, but work: a training that writes checkpoints causes at most this much. */
const intervalMs = 5000;

/** The models of the open folders and the registered ones, searched for when somebody first looks. */
export class TeacherList implements Disposable {
  readonly #training: Training;
  readonly #runs: RunList;
  readonly #changed = new EventEmitter<undefined>();
  readonly #soon: ReturnType<typeof coalesced>;
  readonly #listening: { dispose(): unknown }[] = [];
  #models: readonly ModelFile[] = [];
  #open: readonly OpenFolder[] = [];
  #loaded: Promise<void> | null = null;

  constructor(training: Training, runs: RunList, failed: (error: unknown) => void) {
    this.#training = training;
    this.#runs = runs;
    this.#soon = coalesced(() => this.#read(), intervalMs, failed);
    // Who looked before saw an empty list: they look again.
    this.#listening.push(workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire(undefined)));
  }

  get onChanged(): Event<undefined> {
    return this.#changed.event;
  }

  async load(): Promise<readonly ModelFile[]> {
    if (!workspace.isTrusted) return [];
    this.#loaded ??= this.#begin().catch((error: unknown) => {
      this.#loaded = null;
      throw error;
    });
    await this.#loaded;
    return this.#models;
  }

  async refresh(): Promise<void> {
    if (!workspace.isTrusted) return;
    if (this.#loaded === null) await this.load();
    else await this.#read();
  }

  async #begin(): Promise<void> {
    await this.#read();
    const soon = () => this.#soon();
    const watcher = workspace.createFileSystemWatcher(modelPattern, false, true, false);
    const mind = (uri: Uri): void => {
      if (isSearched(workspace.asRelativePath(uri, false))) soon();
    };
    this.#listening.push(
      watcher,
      watcher.onDidCreate(mind),
      watcher.onDidDelete(mind),
      workspace.onDidChangeWorkspaceFolders(soon),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('retort.modelFolders')) soon();
      }),
      // A run that has ended has made models, and knows how good they are.
      this.#runs.onChanged(({ before }) => {
        if (ended(before, this.#runs.runs).length > 0) soon();
      }),
    );
  }

  async #read(): Promise<void> {
    const open = await openFolders();
    const folders = [...open.map(({ path }) => path), ...(await registeredFolders())];
    this.#models = folders.length === 0 ? [] : await this.#training.request('models', { folders });
    this.#open = open;
    this.#changed.fire(undefined);
  }

  /** Name of the open folder that a model lies in, where several are open. */
  folderOf({ path }: ModelFile): string | null {
    return folderName(path, this.#open);
  }

  dispose(): void {
    this.#soon.dispose();
    for (const one of this.#listening) one.dispose();
    this.#changed.dispose();
  }
}

/** Folders of the setting that are there, by their real paths. */
async function registeredFolders(): Promise<readonly string[]> {
  const named = readSettings().modelFolders.map((path) => path.replace(/^~(?=$|[\\/])/, () => homedir()));
  const found = await Promise.all(
    named.filter(isAbsolute).map((path) => realpath(join(path)).catch(() => null)),
  );
  return found.filter((path) => path !== null);
}
