import type { Tensor } from '@tensorflow/tfjs-core';
import type { TObject } from 'typebox';
import type { Shape, Tensors, DType } from '../tensors.ts';
import type { LayerGraph } from './graph.ts';

export type Initialiser =
  | {
      readonly kind: 'glorot-uniform' | 'he-normal' | 'he-uniform';
      readonly fanIn: number;
      readonly fanOut: number;
    }
  | { readonly kind: 'normal'; readonly deviation: number }
  | { readonly kind: 'uniform'; readonly limit: number }
  | { readonly kind: 'constant'; readonly value: number };

export interface VariableSpec {
  /** Stable and unique in the network: `hidden.1/kernel`. `/` separates the block from the variable. */
  readonly name: string;
  readonly shape: Shape;
  readonly initialiser: Initialiser;
  /** Left out of weight decay by convention (biases, normalisation). */
  readonly decay?: false;
  /** Drawn from the seed although the network brings weights along: a new head on a published encoder. */
  readonly fresh?: boolean;
}

export interface InputSpec {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Uniform numbers in [0, 1) made outside the step, by site. */
export interface Draws {
  uniform(site: string, shape: Shape): Tensor;
}

export interface ApplyOptions {
  readonly training: boolean;
  readonly draws: Draws;
}

export interface Applied {
  /** Every declared tap, batch axis first. */
  readonly taps: Tensors;
  /** The next state (moving statistics); the same tensors when not training. */
  readonly state: Tensors;
}

/**
 * A network is a value: what it holds, and a pure function. Shapes of its taps, parameter counts, FLOPs and bytes
 * come from running `apply` on the recording backend, which computes nothing.
 */
export interface Network {
  readonly kind: string;
  readonly inputs: readonly InputSpec[];
  /** Trainable variables. */
  readonly parameters: readonly VariableSpec[];
  /** Variables that `apply` moves and the optimizer doesn't: moving means and variances. */
  readonly state: readonly VariableSpec[];
  /** Names of the taps in the order of the forward pass; `logits` is always there for a classifier. */
  readonly taps: readonly string[];
  readonly classes: number | null;
  /** `inputs` by input name, batch axis first. Pure. */
  readonly apply: (parameters: Tensors, state: Tensors, inputs: Tensors, options: ApplyOptions) => Applied;
  /** The network as layers, where it is one: exported to TensorFlow.js. */
  readonly layers?: LayerGraph;
}

/** What a network is built for. */
export interface NetworkContext {
  /** Shape of the field that each input reads, without the batch axis, by input name; one input reads `image`. */
  readonly fields: Readonly<Record<string, { readonly shape: Shape; readonly dtype: DType }>>;
  readonly classes: number | null;
  /** Parsed side files of networks that have one (`model.json` of a layers-model), fetched outside. */
  readonly files: Readonly<Record<string, unknown>>;
}

export interface NetworkDescriptor<C extends TObject = TObject> {
  /** The recipe's `network.kind`. */
  readonly kind: string;
  readonly summary: string;
  readonly sources: readonly string[];
  /** Keys beside `kind`. */
  readonly config: C;
  /**
   * Config keys that name a file whose parsed JSON `build` needs in `context.files`: null, or the folder that holds
   * the file of this name.
   */
  readonly jsonFiles?: Readonly<Record<string, string | null>>;
  /** Whether part of it is drawn from the seed although it brings weights along: then it is trained before it teaches. */
  readonly isIncomplete?: (config: unknown) => boolean;
  /** Throws a RetortError (code, message, next) when the config can't make a network for this context. */
  readonly build: (config: unknown, context: NetworkContext) => Network;
}
