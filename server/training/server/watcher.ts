import { realpathSync, statSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { liveSlots, slotsFolder } from '../slots.ts';

/** More folders than this aren't watched at once; those asked for last are. */
const mostWatched = 64;
/** How often runs are looked at that others train, for file systems that tell nothing. */
const lookMs = 1000;

/** Tells of runs that other processes make and train: new ones in workspaces that are looked at, and those that have slots. */
export class Watcher {
  readonly #folder: string;
  readonly #changed: (run: string) => void;
  /** By the path that is watched; the oldest first. */
  readonly #watched = new Map<string, FSWatcher>();
  /** When `run.json` of a run that trains was last replaced. */
  readonly #seen = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(folder: string, changed: (run: string) => void) {
    this.#folder = folder;
    this.#changed = changed;
    const look = (): void => void this.training().catch(() => undefined);
    this.#timer = setInterval(look, lookMs);
    this.#timer.unref();
    this.#watch(slotsFolder(folder), look);
    look();
  }

  /** Tells from now on of runs that come to a workspace or go. */
  workspace(path: string): void {
    const runs = join(path, '.retort', 'runs');
    this.#watch(runs, (name) => {
      if (name !== null && !name.startsWith('.')) this.#changed(join(runs, name));
    });
  }

  close(): void {
    clearInterval(this.#timer);
    for (const watcher of this.#watched.values()) watcher.close();
  }

  /**
   * Runs that train now, whoever started them. They have changed when their `run.json` has, and once more when they no
   * longer train: whoever was told that a run trains hears of its end.
   */
  async training(): Promise<ReadonlySet<string>> {
    const training = new Set((await liveSlots(this.#folder)).map(({ run }) => run));
    for (const run of training) {
      this.#watch(run, (name) => {
        if (name === null || name === 'run.json') this.#changed(run);
      });
      const time = modified(join(run, 'run.json'));
      if (this.#seen.get(run) !== time) this.#changed(run);
      this.#seen.set(run, time);
    }
    for (const run of this.#seen.keys()) {
      if (training.has(run)) continue;
      this.#seen.delete(run);
      this.#watched.get(run)?.close();
      this.#watched.delete(run);
      this.#changed(run);
    }
    return training;
  }

  #watch(path: string, tell: (name: string | null) => void): void {
    const known = this.#watched.get(path);
    this.#watched.delete(path);
    if (known !== undefined) {
      this.#watched.set(path, known);
      return;
    }
    try {
      const watcher = watch(realpathSync(path), { persistent: false }, (_, name) => tell(name));
      const forget = (): void => {
        watcher.close();
        if (this.#watched.get(path) === watcher) this.#watched.delete(path);
      };
      watcher.on('error', forget);
      this.#watched.set(path, watcher);
    } catch {
      // Not there yet, or the system has no more to give: looking does.
    }
    for (const [oldest, watcher] of this.#watched) {
      if (this.#watched.size <= mostWatched) return;
      watcher.close();
      this.#watched.delete(oldest);
    }
  }
}

function modified(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}
