import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import { ready, setBackend } from '@tensorflow/tfjs-core';

/** Makes the plain JavaScript backend the engine's current one, with all gradients registered. */
export async function startCpu(): Promise<void> {
  await setBackend('cpu');
  await ready();
}
