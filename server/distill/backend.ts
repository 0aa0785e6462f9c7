/** Compute under TensorFlow.js, as a value. A folder each in server/backends. */
export interface BackendDescriptor {
  /** The recipe's and the plan's name for it; also the name under which TensorFlow.js knows it. */
  readonly name: string;
  readonly summary: string;
  /** Whether two runs of the same plan on the same machine and threads give the same bits. */
  readonly repeatable: boolean;
  /** Can train here, or why not. Cheap; loads nothing. */
  readonly usable: () =>
    { readonly ok: true; readonly device: string } | { readonly ok: false; readonly reason: string };
  /** Registers kernels and makes it the engine's current backend. */
  readonly start: (options: { readonly threads: number }) => Promise<void>;
}
