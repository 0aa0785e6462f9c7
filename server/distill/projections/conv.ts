import Type from 'typebox';
import type { Shape } from '../tensors.ts';
import { affine, affineVariables, hasBias, withBias } from './affine.ts';
import { projection } from './descriptor.ts';

/** Channels on both sides of maps `[height, width, channels]` of one size; null for anything else. */
export function channels(
  from: Shape,
  to: Shape,
): { readonly inputs: number; readonly outputs: number } | null {
  const [height, width, inputs] = from;
  const outputs = to[2];
  if (from.length !== 3 || to.length !== 3 || inputs === undefined || outputs === undefined) return null;
  return height === to[0] && width === to[1] ? { inputs, outputs } : null;
}

function channelsOrThrow(from: Shape, to: Shape): { readonly inputs: number; readonly outputs: number } {
  const size = channels(from, to);
  if (size === null) throw new Error(`A 1×1 convolution can't map [${from.join()}] to [${to.join()}]`);
  return size;
}

/** A 1×1 convolution between maps of the same height and width. Kernel `[1, 1, channels, channels′]`. */
export const conv = projection({
  kind: 'conv',
  summary: 'A 1×1 convolution, without normalisation',
  sources: ['lenscloth/RKD (1×1 hint transform without bias)'],
  parameters: Type.Object(withBias, { additionalProperties: false }),
  output: (from, to) => (channels(from, to) === null ? null : to),
  variables: (from, to, parameters) => {
    const size = channelsOrThrow(from, to);
    return affineVariables([1, 1, size.inputs, size.outputs], size, hasBias(parameters));
  },
  apply: (variables, feature, to) =>
    affine(variables, feature, { ...channelsOrThrow(feature.shape.slice(1), to), shape: to }),
});
