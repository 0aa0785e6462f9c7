import { mul, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '../tensors.ts';
import { operation } from './operation.ts';

/** The gradient of a softmax over the last axis, from its output `y` [..., classes]. */
export const softmaxGrad = operation({
  name: 'SoftmaxGrad',
  formula: 'dx = y · (dy − Σ dy·y)',
  sources: ['pytorch/pytorch aten/src/ATen/native/SoftMax.cpp softmax_backward_data'],
  outputs: ['dx'],
  compose: ({ y, dy }: { y: Tensor; dy: Tensor }) => [mul(y, sub(dy, sum(mul(y, dy), -1, true)))],
  infer: ({ y }) => ({ outputs: [{ shape: y.shape, dtype: 'float32' }], flops: 4 * sizeOf(y.shape) }),
});
