interface Entry<Value> {
  readonly value: Promise<Value>;
  /** Resolves when the uses so far have ended, well or not. */
  idle: Promise<unknown>;
}

/** Keeps the values that were used last, and lets go of the others as soon as nobody uses them. */
export class Recent<Value> {
  readonly #limit: number;
  readonly #release: (value: Value) => unknown;
  /** Least recently used first. */
  readonly #entries = new Map<string, Entry<Value>>();

  constructor(limit: number, release: (value: Value) => unknown) {
    this.#limit = limit;
    this.#release = release;
  }

  /**
   * What `use` makes of a key's value, which is made when it isn't there. Uses of a value take turns, in the order of
   * the calls. A value that couldn't be made is forgotten.
   */
  use<Result>(
    key: string,
    make: () => Promise<Value>,
    use: (value: Value) => Promise<Result>,
  ): Promise<Result> {
    const known = this.#entries.get(key);
    const entry = known ?? { value: make(), idle: Promise.resolve() };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const result = entry.idle.then(() => entry.value).then(use);
    entry.idle = result.catch(() => undefined);
    if (known === undefined) {
      entry.value.catch(() => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      });
      for (const [oldest] of this.#entries) {
        if (this.#entries.size <= this.#limit) break;
        this.remove((each) => each === oldest);
      }
    }
    return result;
  }

  /** Lets go of the values whose keys `which` chooses, after their uses. */
  remove(which: (key: string) => boolean): void {
    for (const [key, { value, idle }] of this.#entries) {
      if (!which(key)) continue;
      this.#entries.delete(key);
      void idle.then(() => value).then(this.#release, () => undefined);
    }
  }
}
