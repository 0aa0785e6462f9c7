/** Keeps the values that were used last, and lets go of the others. */
export class Recent<Value> {
  readonly #limit: number;
  readonly #release: (value: Value) => unknown;
  /** Least recently used first. */
  readonly #values = new Map<string, Promise<Value>>();

  constructor(limit: number, release: (value: Value) => unknown) {
    this.#limit = limit;
    this.#release = release;
  }

  /** The value of a key, made when it isn't there. A value that couldn't be made is forgotten. */
  async get(key: string, make: () => Promise<Value>): Promise<Value> {
    const value = this.#values.get(key) ?? make();
    this.#values.delete(key);
    this.#values.set(key, value);
    try {
      await value;
    } catch (error) {
      this.#values.delete(key);
      throw error;
    }
    for (const [oldest] of this.#values) {
      if (this.#values.size <= this.#limit) break;
      this.remove((each) => each === oldest);
    }
    return value;
  }

  /** Lets go of the values whose keys `which` chooses. */
  remove(which: (key: string) => boolean): void {
    for (const [key, value] of this.#values) {
      if (!which(key)) continue;
      this.#values.delete(key);
      void value.then(this.#release, () => undefined);
    }
  }
}
