import { cast, greaterEqual, mul, type Tensor } from '@tensorflow/tfjs-core';

/** Keeps values where the uniform `draw` of the same shape is at least `rate`, and divides them by 1 − rate. */
export const dropout = (x: Tensor, rate: number, draw: Tensor): Tensor =>
  mul(x, mul(cast(greaterEqual(draw, rate), 'float32'), 1 / (1 - rate)));
