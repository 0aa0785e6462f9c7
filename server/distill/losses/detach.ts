import { customGrad, zerosLike, type Tensor } from '@tensorflow/tfjs-core';

/** The same values, held constant in the gradient: TensorFlow.js has no stop-gradient of its own. */
export function detach(value: Tensor): Tensor {
  const constant = customGrad((input) => {
    const tensor = input as Tensor;
    return { value: tensor.clone(), gradFunc: (upstream: Tensor) => zerosLike(upstream) };
  });
  return constant(value);
}
