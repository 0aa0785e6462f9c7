import {
  div,
  eye,
  matMul,
  mean,
  mul,
  reshape,
  scalar,
  sqrt,
  square,
  sub,
  sum,
  add,
  tensor3d,
  tidy,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';

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
  const columns = div(sum(gram, 0, true), n - 2);
  const all = div(sum(gram), (n - 1) * (n - 2));
  const uCentred = mul(add(sub(sub(gram, rows), columns), all), offDiagonal);
  const norm = sqrt(sum(square(uCentred)));
  return div(uCentred, add(norm, 1e-12));
}

/** Debiased CKA of two centred Gram matrices of the same samples: at most 1, about 0 for unrelated features. Scalar. */
export const ckaOf = (a: Tensor2D, b: Tensor2D): Tensor => sum(mul(a, b));

/** Features `[n, ...]` as vectors `[n, d]`; maps `[n, h, w, c]` are average-pooled to at most 4 × 4 first. */
export function asVectors(features: Tensor): Tensor2D {
  return tidy(() => {
    const [n = 1, h = 1, w = 1, c = 1] = features.shape;
    const pooled =
      features.rank === 4 && h * w > 16
        ? matMul(poolingMatrix(h, w), reshape(features, [n, h * w, c]))
        : features;
    return reshape(pooled, [n, -1]);
  });
}

/** Averages a `h × w` map into 4 × 4 cells with PyTorch's adaptive bounds: `[1, 16, h·w]`. */
function poolingMatrix(h: number, w: number): Tensor {
  const bounds = (cell: number, size: number): readonly [number, number] => [
    Math.floor((cell * size) / 4),
    Math.ceil(((cell + 1) * size) / 4),
  ];
  const weights = new Float32Array(16 * h * w);
  for (let cell = 0; cell < 16; cell++) {
    const [top, bottom] = bounds(Math.floor(cell / 4), h);
    const [left, right] = bounds(cell % 4, w);
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++)
        weights[cell * h * w + y * w + x] = 1 / ((bottom - top) * (right - left));
  }
  return tensor3d(weights, [1, 16, h * w]);
}
