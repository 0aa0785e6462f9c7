import {
  add,
  addN,
  div,
  minimum,
  mul,
  reshape,
  scalar,
  sqrt,
  type Rank,
  type Scalar,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { run } from '../operations/operation.ts';
import { squaredNorm } from '../operations/squared-norm.ts';

/** Added to the norm before dividing, as torch.nn.utils.clip_grad_norm_ does. */
const epsilon = 1e-6;

/** L2 norm of all gradients taken as one vector; 0 for none. NaN or infinite when one of them is. */
export function globalNorm(gradients: readonly Tensor[]): Scalar {
  const squares = gradients.map((gradient) => run(squaredNorm, { x: gradient }, {})[0]);
  return squares.length === 0 ? scalar(0) : reshape<Rank.R0>(sqrt(addN(squares)), []);
}

/**
 * Scales all gradients by min(1, limit / (norm + 1e-6)), so that their global L2 norm stays within `limit`; null
 * leaves them. `norm` is the one before clipping.
 * Pascanu et al., arXiv 1211.5063, algorithm 1; torch.nn.utils.clip_grad_norm_.
 */
export function clipByGlobalNorm(
  gradients: readonly Tensor[],
  limit: number | null,
): { readonly gradients: readonly Tensor[]; readonly norm: Scalar } {
  const norm = globalNorm(gradients);
  if (limit === null) return { gradients, norm };
  const factor = minimum(div(limit, add(norm, epsilon)), 1);
  return { gradients: gradients.map((gradient) => mul(gradient, factor)), norm };
}
