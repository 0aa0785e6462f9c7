import { tidy } from '@tensorflow/tfjs-core';
import type { Compile } from './backend.ts';

/** Runs a function op by op, as TensorFlow.js does: for backends that have nothing faster. */
export const eager: Compile = (run) => ({
  run: (inputs) => Promise.resolve(tidy(() => run(inputs))),
  dispose: () => undefined,
});
