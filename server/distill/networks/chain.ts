import type { LayerGraph, LayerNode } from './graph.ts';
import type { Shape } from '../tensors.ts';
import { imageInput } from './context.ts';

/** A layer of a chain: a node without its inputs. `tap` null for none. */
export type Link = Omit<LayerNode, 'inputs'>;

/** Layers one after another on one input; the last gives the logits. */
export function chain(input: Shape, links: readonly Link[]): LayerGraph {
  const nodes = links.map((link, index) => ({ ...link, inputs: [links[index - 1]?.name ?? imageInput] }));
  return { inputs: [{ name: imageInput, shape: input }], nodes, logits: nodes.at(-1)?.name ?? imageInput };
}
