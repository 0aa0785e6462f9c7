import { tidy } from '@tensorflow/tfjs-core';
import type { Compile } from './backend.ts';
import { leaves } from './tensors.ts';

/** Runs a function op by op, as TensorFlow.js does: for backends that have nothing faster. */
export const eager: Compile = (run) => ({
  run: (inputs) => {
    const made: { outputs?: ReturnType<typeof run> } = {};
    tidy(() => {
      const outputs = run(inputs);
      made.outputs = outputs;
      return leaves(outputs).map(({ tensor }) => tensor);
    });
    if (made.outputs === undefined) throw new TypeError('Nothing ran.');
    return Promise.resolve(made.outputs);
  },
  dispose: () => undefined,
});
