import { customGrad, zerosLike, type Tensor } from '@tensorflow/tfjs-core';

/**
 * A function of `value` that is held constant in the gradient. TensorFlow.js has no stop-gradient; nothing in
 * `compute` is recorded, so it may use ops that have no gradient.
 */
export function withoutGradient(value: Tensor, compute: (value: Tensor) => Tensor): Tensor {
  const constant = customGrad(() => ({
    value: compute(value),
    gradFunc: () => zerosLike(value),
  }));
  return constant(value);
}
