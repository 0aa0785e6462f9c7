import {
  div,
  eye,
  matMul,
  mean,
  mul,
  reshape,
  scalar,
  sqrt,
  stack,
  square,
  sub,
  sum,
  add,
  tidy,
  transpose,
  type Rank,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { adaptiveAveragePool } from '../losses/adaptive-pool.ts';
import { sizeOf, type Shape } from '../tensors.ts';

/**
 * Debiased linear CKA (Kornblith et al. 2019, "Similarity of neural network representations revisited", with the
 * unbiased HSIC of Song et al. 2012, "Feature selection via dependence maximization", §3). The plain estimate is near 1
 * for random features when there are more features than samples; this one is near 0.
 */

/**
 * U-centred Gram matrix of features `[n, d]`, `[n, n]`, scaled to unit norm, so that the CKA of two is the sum of
 * their product. Zero for constant features. Call inside a tidy.
 */
export function centredGram(features: Tensor2D): Tensor2D {
  const [n] = features.shape;
  // Both are invariances of CKA; they keep float32 sums small.
  const centred = sub(features, mean(features, 0, true));
  const unit = div(centred, add(sqrt(mean(square(centred))), 1e-12));
  const offDiagonal = sub(scalar(1), eye(n));
  const gram = mul(matMul(unit, unit, false, true), offDiagonal);
  const rows = div(sum(gram, 1, true), n - 2);
  const all = div(sum(gram), (n - 1) * (n - 2));
  const uCentred = mul(add(sub(sub(gram, rows), transpose(rows)), all), offDiagonal);
  const norm = sqrt(sum(square(uCentred)));
  return div(uCentred, add(norm, 1e-12));
}

/**
 * Debiased CKA of every feature with every other, `[a, b]`, from their centred Gram matrices over the same samples: at
 * most 1, about 0 for unrelated features. Call inside a tidy.
 */
export const ckaMatrix = (a: readonly Tensor[], b: readonly Tensor[]): Tensor2D => {
  const flat = (grams: readonly Tensor[]): Tensor2D =>
    reshape<Rank.R2>(stack([...grams]), [grams.length, -1]);
  return matMul(flat(a), flat(b), false, true);
};

/** Larger maps are averaged to this height and width. */
const mapSide = 4;

/** Features `[n, ...]` as vectors `[n, d]`; maps `[n, h, w, c]` are average-pooled to at most 4 × 4 first. */
export function asVectors(features: Tensor): Tensor2D {
  return tidy(() => {
    const [n = 1, ...shape] = features.shape;
    const [height = 1, width = 1] = shape;
    const pooled = isLargeMap(shape)
      ? adaptiveAveragePool(features, Math.min(mapSide, height), Math.min(mapSide, width))
      : features;
    return reshape(pooled, [n, -1]);
  });
}

/** Numbers in the vector of a feature of this shape, without the batch axis. */
export function vectorSize(shape: Shape): number {
  const [height = 1, width = 1, channels = 1] = shape;
  return isLargeMap(shape) ? Math.min(mapSide, height) * Math.min(mapSide, width) * channels : sizeOf(shape);
}

const isLargeMap = ([height = 1, width = 1, ...rest]: Shape): boolean =>
  rest.length === 1 && height * width > mapSide ** 2;
