/**
 * Work of which only the newest matters: at most one at a time. What is wanted meanwhile is done once, afterwards;
 * `restart` gives up what is under way. While paused nothing is begun, and what was wanted is done on going on.
 */
export class Latest {
  readonly #work: (signal: AbortSignal) => Promise<void>;
  readonly #failed: (error: unknown) => void;
  #running: AbortController | null = null;
  #wanted = false;
  #active = false;

  constructor(work: (signal: AbortSignal) => Promise<void>, failed: (error: unknown) => void) {
    this.#work = work;
    this.#failed = failed;
  }

  /** Something new can be read. */
  want(): void {
    this.#wanted = true;
    this.#next();
  }

  /** Something else is to be read. */
  restart(): void {
    this.#running?.abort();
    this.#running = null;
    this.want();
  }

  set active(active: boolean) {
    this.#active = active;
    if (active) {
      this.#next();
    } else if (this.#running !== null) {
      this.#running.abort();
      this.#running = null;
      this.#wanted = true;
    }
  }

  get active(): boolean {
    return this.#active;
  }

  #next(): void {
    if (!this.#active || !this.#wanted || this.#running !== null) return;
    const own = new AbortController();
    this.#running = own;
    this.#wanted = false;
    void this.#work(own.signal)
      .catch((error: unknown) => {
        if (!own.signal.aborted) this.#failed(error);
      })
      .finally(() => {
        if (this.#running !== own) return;
        this.#running = null;
        this.#next();
      });
  }
}
