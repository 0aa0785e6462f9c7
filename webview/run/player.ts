const frameMs = 160;
/** For those who asked for less motion: a picture at a time. */
const calmFrameMs = 1000;

/** Goes on picture by picture until there is none, while it is seen. */
export class Player {
  readonly #advance: () => boolean;
  readonly #onChange: (playing: boolean) => void;
  #timer: ReturnType<typeof setInterval> | null = null;

  /** @param advance shows the next picture; false when there is none. */
  constructor(advance: () => boolean, onChange: (playing: boolean) => void) {
    this.#advance = advance;
    this.#onChange = onChange;
  }

  get playing(): boolean {
    return this.#timer !== null;
  }

  start(): void {
    if (this.#timer !== null) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#timer = setInterval(
      () => {
        if (!this.#advance()) this.stop();
      },
      calm ? calmFrameMs : frameMs,
    );
    this.#onChange(true);
  }

  stop(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#onChange(false);
  }
}
