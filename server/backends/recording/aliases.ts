import type { Node, Value, ValueId } from './graph.ts';

const renaming = new Set(['Identity', 'Reshape', 'ExpandDims']);

/**
 * The value whose elements a node passes on as they are, under another shape or under none other; null where it makes
 * new ones. TensorFlow.js's backends let both share a buffer.
 */
export function aliasOf({ kernel, inputs, outputs }: Node, values: readonly Value[]): ValueId | null {
  const [input] = Object.values(inputs);
  const [output] = outputs;
  if (input === undefined || output === undefined) return null;
  if (renaming.has(kernel)) return input;
  return kernel === 'Cast' && values[input]?.dtype === values[output]?.dtype ? input : null;
}
