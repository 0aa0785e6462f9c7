// The only place that registers gradients: without it every op runs and none can be differentiated. Two of them
// (gather along a batch, prod) call ops as methods of tensors, which have to be registered as well.
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { registerGradient } from '@tensorflow/tfjs-core';
import { operations } from '../distill/operations/index.ts';
import { replacedGradients } from '../distill/operations/replaced-gradients.ts';
import { totalGradients } from '../distill/operations/total-gradients.ts';

for (const { name, gradient } of operations) {
  if (gradient) registerGradient({ kernelName: name, ...gradient });
}
for (const gradient of [...replacedGradients, ...totalGradients]) registerGradient(gradient);
