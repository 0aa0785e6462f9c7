import { add, matMul, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../tensors.ts';

/**
 * x · weightᵀ + bias over the last axis: x [..., inputs], weight [outputs, inputs] as PyTorch keeps it, bias [outputs]
 * → [..., outputs]. The weight is turned inside the product, so that files are the same on both sides.
 */
export function linear(
  x: Tensor,
  { weight, bias }: { readonly weight: Tensor; readonly bias: Tensor },
): Tensor {
  const leading = x.shape.slice(0, -1);
  const rows = reshape(x, [sizeOf(leading), x.shape.at(-1) ?? 1]);
  const product = add(matMul(rows, weight, false, true), bias); // [rows, outputs]
  return reshape(product, [...leading, weight.shape[0]]);
}
