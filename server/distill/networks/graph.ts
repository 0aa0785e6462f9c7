import type { Shape } from '../tensors.ts';

/** A network written as layers: data, so it can be exported. `layers/` holds a descriptor for each `layer`. */
export interface LayerGraph {
  readonly inputs: readonly { readonly name: string; readonly shape: Shape }[];
  /** In an order in which every node follows its inputs. */
  readonly nodes: readonly LayerNode[];
  /** Node whose output is the tap `logits`. */
  readonly logits: string;
}

export interface LayerNode {
  /** Unique; also the prefix of its variables. */
  readonly name: string;
  /** Name of a layer descriptor: `dense`, `conv`, `batch-norm`, … */
  readonly layer: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly string[];
  /** Name under which the output is a tap; null for none. */
  readonly tap: string | null;
}
