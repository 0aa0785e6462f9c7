import { add, mean, mul, rsqrt, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '../tensors.ts';
import { operation, run, type Described } from './operation.ts';

interface Attributes {
  /** Added to the variance. */
  readonly epsilon: number;
}

const perRow = ({ shape }: Described): Described => ({
  shape: [...shape.slice(0, -1), 1],
  dtype: 'float32',
});

const perFeature = ({ shape }: Described): Described => ({ shape: shape.slice(-1), dtype: 'float32' });

const sources = [
  'Ba, Kiros and Hinton, Layer normalization, arXiv 1607.06450, section 3',
  'pytorch/pytorch aten/src/ATen/native/layer_norm.cpp',
];

type GradInputs = Readonly<Record<'dy' | 'x' | 'scale' | 'mean' | 'inverse', Tensor>>;

/** x, dy and dx [..., size]; mean and inverse [..., 1]; scale, dscale and doffset [size]. */
export const layerNormGrad = operation({
  name: 'LayerNormGrad',
  formula: [
    'x̂ = (x − mean)·inverse,  g = dy·scale',
    'dx = inverse · (g − mean g − x̂·mean(g·x̂)), means over the last axis',
    'dscale = Σ dy·x̂,  doffset = Σ dy, over all other axes',
  ].join('\n'),
  sources,
  outputs: ['dx', 'dscale', 'doffset'],
  compose: ({ dy, x, scale, mean: center, inverse }: GradInputs) => {
    const rows = x.shape.slice(0, -1).map((_, axis) => axis);
    const normal = mul(sub(x, center), inverse);
    const g = mul(dy, scale);
    const along = mul(normal, mean(mul(g, normal), -1, true));
    const dx = mul(sub(sub(g, mean(g, -1, true)), along), inverse);
    return [dx, sum(mul(dy, normal), rows), sum(dy, rows)];
  },
  infer: ({ x }) => ({
    outputs: [{ shape: x.shape, dtype: 'float32' }, perFeature(x), perFeature(x)],
    flops: 13 * sizeOf(x.shape),
  }),
});

/**
 * Layer normalisation: x and y [..., size], scale and offset [size]. Also gives what the gradient needs beside x, both
 * [..., 1]: the mean and 1 / √(variance + epsilon), neither of which has a gradient of its own.
 */
export const layerNorm = operation({
  name: 'LayerNorm',
  formula: 'y = scale · (x − mean) / √(variance + epsilon) + offset, each row over the last axis',
  sources,
  outputs: ['y', 'mean', 'inverse'],
  compose: ({ x, scale, offset }: { x: Tensor; scale: Tensor; offset: Tensor }, { epsilon }: Attributes) => {
    const center = mean(x, -1, true);
    const centred = sub(x, center);
    const inverse = rsqrt(add(mean(square(centred), -1, true), epsilon));
    return [add(mul(mul(centred, inverse), scale), offset), center, inverse];
  },
  infer: ({ x }) => ({
    outputs: [{ shape: x.shape, dtype: 'float32' }, perRow(x), perRow(x)],
    flops: 7 * sizeOf(x.shape),
  }),
  gradient: {
    keeps: ['x', 'scale', 'mean', 'inverse'],
    of: ([dy], kept) => {
      const [dx, dscale, doffset] = run(layerNormGrad, { dy, ...kept }, {});
      return { x: () => dx, scale: () => dscale, offset: () => doffset };
    },
  },
});
