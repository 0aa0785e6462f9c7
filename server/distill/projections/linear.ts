import Type from 'typebox';
import { sizeOf, type Shape } from '../tensors.ts';
import { affine, affineVariables, hasBias, withBias } from './affine.ts';
import { projection } from './descriptor.ts';

/** Per position when all axes but the last agree; else between the flattened features. */
function sizes(from: Shape, to: Shape): { readonly inputs: number; readonly outputs: number } {
  const perPosition =
    from.length > 1 && from.length === to.length && from.slice(0, -1).join() === to.slice(0, -1).join();
  const last = (shape: Shape): number => shape[shape.length - 1] ?? 1;
  return perPosition
    ? { inputs: last(from), outputs: last(to) }
    : { inputs: sizeOf(from), outputs: sizeOf(to) };
}

/**
 * x·W + b. `[length, width]` and `[height, width, channels]` whose other axes agree are mapped position by position
 * with one kernel `[width, width′]`; anything else is flattened, `[400] → [5, 5, 16]` too.
 */
export const linear = projection({
  kind: 'linear',
  summary: 'A dense layer, per position where positions agree, else on the flattened features',
  sources: [
    'HobbitLong/RepDistiller models/util.py LinearEmbed',
    'huawei-noah/Pretrained-Language-Model TinyBERT transformer/modeling.py fit_dense',
  ],
  parameters: Type.Object(withBias, { additionalProperties: false }),
  output: (_from, to) => to,
  variables: (from, to, parameters) => {
    const size = sizes(from, to);
    return affineVariables([size.inputs, size.outputs], size, hasBias(parameters));
  },
  apply: (variables, feature, to) =>
    affine(variables, feature, { ...sizes(feature.shape.slice(1), to), shape: to }),
});
