import type { GradConfig, Tensor } from '@tensorflow/tfjs-core';
import type { Operation } from './operation.ts';
import { run } from './operation.ts';
import { reluGrad } from './relu.ts';
import { softmaxGrad } from './softmax.ts';

type FromOutput = Operation<{ y: Tensor; dy: Tensor }, object, readonly ['dx']>;

/** The gradient of one of TensorFlow.js's kernels with one input and one output, which keeps the output alone. */
const fromOutput = (kernelName: string, input: string, operation: FromOutput): GradConfig => ({
  kernelName,
  outputsToSave: [true],
  gradFunc: (dy, [y]) => ({
    [input]: () => {
      if (y === undefined || Array.isArray(dy)) throw new TypeError(`${kernelName} has one output, kept.`);
      return run(operation, { y, dy }, {})[0];
    },
  }),
});

/** Gradients that take the place of TensorFlow.js's own: one kernel each, and less to keep. */
export const replacedGradients: readonly GradConfig[] = [
  fromOutput('Relu', 'x', reluGrad),
  fromOutput('Softmax', 'logits', softmaxGrad),
];
