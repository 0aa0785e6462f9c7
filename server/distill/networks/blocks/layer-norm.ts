import { add, mean, mul, rsqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';

/**
 * weight · (x − mean) / √(variance + epsilon) + bias, each row over the last axis with its biased variance:
 * x [..., width], weight and bias [width].
 *
 * Source: Ba, Kiros and Hinton 2016, Layer normalization, section 3.
 */
export function layerNorm(
  x: Tensor,
  { weight, bias }: { readonly weight: Tensor; readonly bias: Tensor },
  epsilon: number,
): Tensor {
  const centred = sub(x, mean(x, -1, true));
  const inverse = rsqrt(add(mean(square(centred), -1, true), epsilon)); // [..., 1]
  return add(mul(mul(centred, inverse), weight), bias);
}
