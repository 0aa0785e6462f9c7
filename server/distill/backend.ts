import type { Tensor } from '@tensorflow/tfjs-core';

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
  /** How many threads it can use here, and how many it takes unless told otherwise. */
  readonly threads: () => { readonly most: number; readonly usual: number };
  /** Registers kernels, makes it the engine's current backend, and says how functions are made fast on it. */
  readonly start: (options: BackendOptions) => Promise<Compile>;
}

export interface BackendOptions {
  readonly threads: number;
  /** Is told, once each, what runs slower than it could. */
  readonly warn?: (text: string) => void;
}

/** Leaves by name, in groups or not. */
export interface Tree<Leaf> {
  readonly [name: string]: Leaf | Tree<Leaf>;
}

export type TensorTree = Tree<Tensor>;

export interface CompileOptions<Inputs> {
  /** For messages: `step`, `teacher big`. */
  readonly name: string;
  /** Groups of inputs that stay the same tensors in every run, and may become a part of the program. */
  readonly constant?: readonly (keyof Inputs)[];
  /**
   * Groups of inputs whose memory outputs of the same name may take over: after a run that resolved, the caller
   * disposes them without reading them again. Uploaded tensors may share their memory with the host's arrays: copy
   * those first.
   */
  readonly donated?: readonly (keyof Inputs)[];
}

/** A pure function of tensors, ready to be run again and again. */
export interface Compiled<Inputs, Outputs> {
  /** New tensors, owned by the caller. One run at a time. */
  readonly run: (inputs: Inputs) => Promise<Outputs>;
  /** Frees what was made for it. */
  readonly dispose: () => void;
}

/**
 * Makes a pure function of tensors fast on a backend: it may be recorded once for each signature of its inputs and
 * replayed, so it must not read values, draw, or use tensors that are not among its inputs. Both sides are trees of
 * tensors (`TensorTree`).
 */
export type Compile = <Inputs extends object, Outputs extends object>(
  run: (inputs: Inputs) => Outputs,
  options: CompileOptions<Inputs>,
) => Compiled<Inputs, Outputs>;
