import { broadcastTo, expandDims, greater, where, zerosLike, type Tensor } from '@tensorflow/tfjs-core';

/**
 * The token mask where it applies: to `[batch, length, …]`. A mask of tokens says nothing about `[batch, classes]`.
 */
export const tokenMask = (value: Tensor, mask: Tensor | undefined): Tensor | undefined =>
  value.rank === 3 ? mask : undefined;

/**
 * `[batch, length, width]` with padded positions set to zero, so that whatever stands there (even NaN) reaches
 * neither value nor gradient: multiplying by the mask afterwards would keep NaN.
 */
export const zeroPadding = (value: Tensor, mask: Tensor | undefined): Tensor =>
  mask === undefined
    ? value
    : where(broadcastTo(expandDims(greater(mask, 0), -1), value.shape), value, zerosLike(value));
