/** Gathers names and hands them over together: the first at once, those that follow soon after, at an interval. */
export class Changes {
  readonly #intervalMs: number;
  readonly #tell: (runs: readonly string[]) => boolean;
  #runs = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  /** @param tell false when it can't take any now: they are kept, each once, for the next time. */
  constructor(intervalMs: number, tell: (runs: readonly string[]) => boolean) {
    this.#intervalMs = intervalMs;
    this.#tell = tell;
  }

  add(run: string): void {
    this.#runs.add(run);
    if (this.#timer === null) this.#handOver();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#runs.clear();
  }

  #handOver(): void {
    this.#timer = null;
    if (this.#runs.size === 0) return;
    if (this.#tell([...this.#runs])) this.#runs = new Set();
    this.#timer = setTimeout(() => this.#handOver(), this.#intervalMs);
    this.#timer.unref();
  }
}
