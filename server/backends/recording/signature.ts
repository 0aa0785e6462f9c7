import type { Tree } from '../../distill/backend.ts';
import type { Value } from './graph.ts';
import { mapLeaves } from './trees.ts';

/**
 * Paths, shapes and types of a function's inputs in the order of their keys: `x:float32[2,3];…`. Inputs with the same
 * signature can share a recording, and their leaves are its inputs in the same order.
 */
export function signature(inputs: Tree<Value>): string {
  let text = '';
  mapLeaves(inputs, ({ shape, dtype }, path) => (text += `${path}:${dtype}[${shape.join()}];`));
  return text;
}
