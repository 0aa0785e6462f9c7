import { add, div, mean, mul, neg, rsqrt, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '../tensors.ts';
import { operation, run, type Described } from './operation.ts';

interface Attributes {
  /** Added to the variance. */
  readonly epsilon: number;
}

/** Every axis but the last. */
const samples = (x: Tensor): number[] => x.shape.slice(0, -1).map((_, axis) => axis);

const perChannel = ({ shape }: Described): Described => ({ shape: shape.slice(-1), dtype: 'float32' });

const sources = [
  'Ioffe and Szegedy, Batch normalization, arXiv 1502.03167, algorithm 1 and section 3',
  'pytorch/pytorch aten/src/ATen/native/Normalization.cpp',
];

type GradInputs = Readonly<Record<'dy' | 'x' | 'scale' | 'mean' | 'variance', Tensor>>;

/** x, dy and dx [..., channels]; everything else [channels]. */
export const batchNormGrad = operation({
  name: 'BatchNormGrad',
  formula: [
    'x̂ = (x − mean) / √(variance + epsilon);  n values a channel',
    'dscale = Σ dy·x̂,  doffset = Σ dy',
    'dx = scale / √(variance + epsilon) · (dy − (doffset + x̂·dscale) / n)',
  ].join('\n'),
  sources,
  outputs: ['dx', 'dscale', 'doffset'],
  compose: ({ dy, x, scale, mean: center, variance }: GradInputs, { epsilon }: Attributes) => {
    const axes = samples(x);
    const count = x.size / scale.size;
    const inverse = rsqrt(add(variance, epsilon));
    const centred = sub(x, center);
    const dscale = mul(sum(mul(dy, centred), axes), inverse);
    const doffset = sum(dy, axes);
    // dx as a·dy + b·(x − mean) + c, with a number a channel each.
    const a = mul(scale, inverse);
    const b = neg(mul(a, div(mul(inverse, dscale), count)));
    const c = mul(a, div(doffset, -count));
    return [add(add(mul(dy, a), mul(centred, b)), c), dscale, doffset];
  },
  infer: ({ x }) => ({
    outputs: [{ shape: x.shape, dtype: 'float32' }, perChannel(x), perChannel(x)],
    flops: 8 * sizeOf(x.shape),
  }),
});

/**
 * Batch normalisation in training: x and y [..., channels], scale and offset [channels]; the statistics used, [channels],
 * come out as well, the variance biased. Keeps x and the statistics. The gradient flows through the statistics into
 * x; what is computed from the outputs `mean` and `variance` themselves has none.
 */
export const batchNorm = operation({
  name: 'BatchNorm',
  formula: 'y = scale · (x − mean) / √(variance + epsilon) + offset, each channel over all other axes',
  sources,
  outputs: ['y', 'mean', 'variance'],
  compose: ({ x, scale, offset }: { x: Tensor; scale: Tensor; offset: Tensor }, { epsilon }: Attributes) => {
    const axes = samples(x);
    const center = mean(x, axes);
    const centred = sub(x, center);
    const variance = mean(square(centred), axes);
    const factor = mul(scale, rsqrt(add(variance, epsilon)));
    return [add(mul(centred, factor), offset), center, variance];
  },
  infer: ({ x }) => ({
    outputs: [{ shape: x.shape, dtype: 'float32' }, perChannel(x), perChannel(x)],
    flops: 6 * sizeOf(x.shape),
  }),
  gradient: {
    keeps: ['x', 'scale', 'mean', 'variance'],
    of: ([dy], kept, attributes) => {
      const [dx, dscale, doffset] = run(batchNormGrad, { dy, ...kept }, attributes);
      return { x: () => dx, scale: () => dscale, offset: () => doffset };
    },
  },
});
