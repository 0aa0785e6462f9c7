import { setBackend } from '@tensorflow/tfjs-core';
// The only place that registers gradients: without it every op runs and none can be differentiated. Two of them
// (gather along a batch, prod) call ops as methods of tensors, which have to be registered as well.
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { RetortError } from '../protocol/failure.ts';

/** Makes a registered backend the engine's current one. Throws `backend-failed` when it can't initialise. */
export async function activate(name: string): Promise<void> {
  if (await setBackend(name)) return;
  throw new RetortError({
    code: 'backend-failed',
    message: `The backend ${name} did not start: TensorFlow.js could not initialise it.`,
    next: 'Choose another with `backend:` in the recipe or --backend; `retort backends` lists what can run here.',
  });
}
