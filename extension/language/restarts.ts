/** So many ends in so short a time are no accident. */
const most = 4;
const withinMs = 180_000;

/** Whether a program that ended by itself is started again, and whether that is worth a word: the first time is. */
export class Restarts {
  #ends: readonly number[] = [];
  #told = false;

  /** @param now milliseconds */
  after(now: number): 'start' | 'silently' | 'stop' {
    this.#ends = [...this.#ends.filter((end) => now - end < withinMs), now];
    if (this.#ends.length > most) return 'stop';
    if (this.#told) return 'silently';
    this.#told = true;
    return 'start';
  }
}
