import { mul, step, type Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '../tensors.ts';
import { operation } from './operation.ts';

/**
 * The gradient of a ReLU from its output: the input, which only the ReLU has read, need not be kept. Any shape.
 */
export const reluGrad = operation({
  name: 'ReluGrad',
  formula: 'dx = dy where y > 0, 0 elsewhere',
  sources: ['pytorch/pytorch tools/autograd/derivatives.yaml, relu: threshold_backward(grad, result, 0)'],
  outputs: ['dx'],
  compose: ({ y, dy }: { y: Tensor; dy: Tensor }) => [mul(dy, step(y))],
  infer: ({ y }) => ({ outputs: [{ shape: y.shape, dtype: 'float32' }], flops: 2 * sizeOf(y.shape) }),
});
