import { square, sum, type Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '../tensors.ts';
import { operation } from './operation.ts';

/** The sum of squares of all values, a scalar. No gradient: it measures gradients. */
export const squaredNorm = operation({
  name: 'SquaredNorm',
  formula: '‖x‖² = Σ x²',
  sources: ['pytorch/pytorch torch/nn/utils/clip_grad.py: the norm of all gradients is that of their norms'],
  outputs: ['squares'],
  compose: ({ x }: { x: Tensor }) => [sum(square(x))],
  infer: ({ x }) => ({ outputs: [{ shape: [], dtype: 'float32' }], flops: 2 * sizeOf(x.shape) }),
});
