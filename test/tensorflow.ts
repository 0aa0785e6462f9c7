import '@tensorflow/tfjs-backend-cpu';
import { activate } from '../server/backends/activate.ts';

/** Makes the plain JavaScript backend the engine's current one, with all operations and gradients registered. */
export const startCpu = (): Promise<void> => activate('cpu');
