/** What a recipe meets where it is to run: the machine, and what earlier runs of it came to. Found out outside. */
export interface Circumstances {
  /** Memory that a new process can have, in bytes. */
  readonly availableBytes: number;
  /** The best first. */
  readonly backends: readonly BackendState[];
  /** The newest run of this recipe; null when there is none. */
  readonly last: LastRun | null;
}

export interface BackendState {
  readonly name: string;
  /** Threads that it takes when nothing else is said. */
  readonly threads: number;
  /** Why it can't compute here; null where it can. */
  readonly unusable: string | null;
}

export interface LastRun {
  readonly id: string;
  /** How large the weighted terms were towards its end, by `stage/term`. */
  readonly terms: Readonly<Record<string, number>>;
  /** Given checkpoints as they were then: SHA-256 by absolute path. */
  readonly checkpoints: Readonly<Record<string, string>>;
}
