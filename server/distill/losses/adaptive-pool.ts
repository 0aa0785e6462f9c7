import { matMul, reshape, tensor2d, transpose, type Tensor } from '@tensorflow/tfjs-core';

/** Row i averages the source positions from ⌊i·from/to⌋ up to ⌈(i+1)·from/to⌉, as PyTorch does. */
function weights(from: number, to: number) {
  const rows = Array.from({ length: to }, (_, i) => {
    const start = Math.floor((i * from) / to);
    const end = Math.ceil(((i + 1) * from) / to);
    return Array.from({ length: from }, (_, j) => (j >= start && j < end ? 1 / (end - start) : 0));
  });
  return tensor2d(rows, [to, from]);
}

function poolAxis(value: Tensor, axis: number, to: number): Tensor {
  const from = value.shape[axis] ?? 1;
  if (from === to) return value;
  const front = [axis, ...value.shape.map((_, index) => index).filter((index) => index !== axis)];
  const back = value.shape.map((_, index) => front.indexOf(index));
  const moved = transpose(value, front);
  const pooled = matMul(weights(from, to), reshape(moved, [from, -1]));
  return transpose(reshape(pooled, [to, ...moved.shape.slice(1)]), back);
}

/**
 * Adaptive average pooling of `[batch, height, width, channels]` to another height and width, also where they
 * don't divide. As matrix products, whose gradients every backend has.
 * Source: pytorch/pytorch aten/src/ATen/native/AdaptiveAveragePooling.cpp.
 */
export const adaptiveAveragePool = (map: Tensor, height: number, width: number): Tensor =>
  poolAxis(poolAxis(map, 1, height), 2, width);
