import type { BackendDescriptor } from '../../distill/backend.ts';
import { eager } from '../../distill/compile.ts';
import { activate } from '../activate.ts';
import { say } from '../../text/say.ts';

/** The reference: plain JavaScript, every kernel, no native code. Ten to a hundred times slower than wasm. */
export const cpu: BackendDescriptor = {
  name: 'cpu',
  summary: 'TensorFlow.js in plain JavaScript: the reference that the others are tested against, and slow.',
  repeatable: true,
  threads: () => ({ most: 1, usual: 1 }),
  usable: () => ({ ok: true, device: say`one processor core, JavaScript` }),
  start: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    await activate('cpu');
    return eager;
  },
};
