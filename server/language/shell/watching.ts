import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Disposable, FileSystemWatcher } from 'vscode-languageserver';
import type { Client } from './client.ts';

/** Run files tell what the last run of a recipe came to. */
const runs: FileSystemWatcher = { globPattern: '**/.retort/runs/*/run.json' };

export const isRunFile = (path: string): boolean =>
  /[\\/]\.retort[\\/]runs[\\/][^\\/]+[\\/]run\.json$/.test(path);

/** Keeps a client watching what facts are about. */
export class Watching {
  readonly #register: (watchers: FileSystemWatcher[]) => Promise<Disposable>;
  readonly #how: Client['watches'];
  #watched: string | null = null;
  /** The registration that counts; they follow each other, and the old one goes when the new one is there. */
  #current: Promise<Disposable | null> = Promise.resolve(null);

  constructor(how: Client['watches'], register: (watchers: FileSystemWatcher[]) => Promise<Disposable>) {
    this.#how = how;
    this.#register = register;
  }

  /** Files and folders, and what begins with their names: data are often named by how their files begin. */
  watch(paths: readonly string[]): void {
    const wanted = [...new Set(paths)].sort();
    const key = wanted.join('\n');
    if (this.#how === 'not' || key === this.#watched) return;
    this.#watched = key;
    const watchers = [runs, ...wanted.flatMap((path) => this.#watchersOf(path))];
    this.#current = this.#current.then(async (before) => {
      const next = await this.#register(watchers).catch(() => null);
      before?.dispose();
      return next;
    });
  }

  #watchersOf(path: string): readonly FileSystemWatcher[] {
    const [folder, name] = [dirname(path), plain(basename(path))];
    return [`${name}*`, `${name}/**`].map((pattern) => ({
      globPattern:
        this.#how === 'relative'
          ? { baseUri: pathToFileURL(folder).href, pattern }
          : join(plain(folder), pattern).replaceAll('\\', '/'),
    }));
  }
}

/** Signs that mean something in a pattern match any one sign: a few files too many are no harm. */
const plain = (path: string): string => path.replaceAll(/[*?[\]{}]/g, '?');
