import { env, scalar, setBackend } from '@tensorflow/tfjs-core';
import { RetortError } from '../protocol/failure.ts';
import './gradients.ts';
import { registerOperations } from './operations.ts';
import { say } from '../text/say.ts';

/** Makes a registered backend the engine's current one, with all operations and gradients. Throws `backend-failed` when it can't initialise. */
export async function activate(name: string): Promise<void> {
  registerOperations(name);
  if (await setBackend(name)) {
    // The first write to TensorFlow.js's memory advertises another package on the console unless warnings are off.
    env().set('PROD', true);
    scalar(0).dispose();
    env().set('PROD', false);
    return;
  }
  throw new RetortError({
    code: 'backend-failed',
    message: say`The backend ${name} did not start: TensorFlow.js could not initialise it.`,
    next: say`Choose another with \`backend:\` in the recipe or --backend; \`retort backends\` lists what can run here.`,
  });
}
