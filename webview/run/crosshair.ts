/** The step under the pointer, shared by all charts over time. */
export class Crosshair {
  readonly #listeners: ((step: number | null) => void)[] = [];
  #step: number | null = null;

  get step(): number | null {
    return this.#step;
  }

  move(step: number | null): void {
    if (step === this.#step) return;
    this.#step = step;
    for (const listener of this.#listeners) listener(step);
  }

  onMove(listener: (step: number | null) => void): void {
    this.#listeners.push(listener);
  }
}
