import { EventEmitter, workspace, type Disposable, type Event } from 'vscode';
import type { RunSummary } from '../../server/protocol/training.ts';
import { coalesced } from '../training/coalesce.ts';
import type { Training } from '../training/connection.ts';
import { folderName, openFolders, type OpenFolder } from '../training/folders.ts';

/** What the list shows is at most this old while runs train. */
const intervalMs = 1000;

export interface RunsBefore {
  readonly before: ReadonlyMap<string, RunSummary>;
}

/** The runs of the open folders, kept up to date from the first time that somebody asks for them. */
export class RunList implements Disposable {
  readonly #training: Training;
  readonly #changed = new EventEmitter<RunsBefore>();
  readonly #failed = new EventEmitter<unknown>();
  readonly #soon: ReturnType<typeof coalesced>;
  readonly #listening: readonly Disposable[];
  #runs: readonly RunSummary[] = [];
  #folders: readonly OpenFolder[] = [];
  #loaded: Promise<void> | null = null;

  constructor(training: Training) {
    this.#training = training;
    this.#soon = coalesced(
      () => this.#read(),
      intervalMs,
      (error) => this.#failed.fire(error),
    );
    const again = () => {
      if (this.#loaded !== null) this.#soon();
    };
    this.#listening = [
      training.onChanged(again),
      training.onConnected((connected) => {
        if (!connected) return;
        if (this.#loaded === null) this.load().catch((error: unknown) => this.#failed.fire(error));
        else this.#soon();
      }),
      workspace.onDidChangeWorkspaceFolders(again),
      // Who looked before saw an empty list: they look again.
      workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire({ before: new Map() })),
    ];
  }

  /** Of the last reading, the newest first. */
  get runs(): readonly RunSummary[] {
    return this.#runs;
  }
  /** After each reading, with the runs of the one before. */
  get onChanged(): Event<RunsBefore> {
    return this.#changed.event;
  }
  get onFailed(): Event<unknown> {
    return this.#failed.event;
  }

  /** Reads the runs unless that has been done. */
  async load(): Promise<readonly RunSummary[]> {
    if (!workspace.isTrusted) return [];
    this.#loaded ??= this.#read().catch((error: unknown) => {
      this.#loaded = null;
      throw error;
    });
    await this.#loaded;
    return this.#runs;
  }

  /** Reads the runs now. */
  async refresh(): Promise<void> {
    if (!workspace.isTrusted) return;
    this.#loaded = this.#read();
    await this.#loaded;
  }

  async #read(): Promise<void> {
    const folders = await openFolders();
    const workspaces = folders.map(({ path }) => path);
    const runs = workspaces.length === 0 ? [] : await this.#training.request('list', { workspaces });
    const before = new Map(this.#runs.map((run) => [run.run, run]));
    this.#runs = runs;
    this.#folders = folders;
    this.#changed.fire({ before });
  }

  /** A run by its path, from the last reading. */
  find(path: string): RunSummary | undefined {
    return this.#runs.find(({ run }) => run === path);
  }

  /** Name of the folder that keeps a run, where several are open. */
  folderOf({ run }: RunSummary): string | null {
    return folderName(run, this.#folders);
  }

  dispose(): void {
    this.#soon.dispose();
    for (const one of this.#listening) one.dispose();
    this.#changed.dispose();
    this.#failed.dispose();
  }
}
