import type { Tensor } from '@tensorflow/tfjs-core';
import { layerNorm as operation } from '../../operations/layer-norm.ts';
import { run } from '../../operations/operation.ts';

/**
 * weight · (x − mean) / √(variance + epsilon) + bias, each row over the last axis with its biased variance:
 * x [..., width], weight and bias [width].
 *
 * Source: Ba, Kiros and Hinton 2016, Layer normalization, section 3.
 */
export const layerNorm = (
  x: Tensor,
  { weight, bias }: { readonly weight: Tensor; readonly bias: Tensor },
  epsilon: number,
): Tensor => run(operation, { x, scale: weight, offset: bias }, { epsilon })[0];
