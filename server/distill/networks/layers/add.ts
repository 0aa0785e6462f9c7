import { add as addTensors } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { RetortError } from '../../../protocol/failure.ts';
import { layer } from './descriptor.ts';
import { say } from '../../../text/say.ts';

export const add = layer({
  layer: 'add',
  summary: 'The sum of several inputs of one shape.',
  config: Type.Object({}, { additionalProperties: false }),
  inputs: 'several',
  output: (_, inputs) => {
    const [first = [], ...rest] = inputs;
    if (rest.length === 0 || rest.some((shape) => shape.join() !== first.join())) {
      throw new RetortError({
        code: 'shapes-differ',
        message: say`Can't add ${inputs.map((shape) => `[${shape.join(', ')}]`).join(say` and `)}.`,
        next: say`Give it two or more inputs of one shape.`,
      });
    }
    return first;
  },
  apply: (_, { inputs }) => ({ output: inputs.reduce((sum, x) => addTensors(sum, x)) }),
  keras: {
    classNames: ['Add'],
    fromKeras: () => [{ layer: 'add', config: {}, suffix: '', weights: {} }],
    toKeras: () => [{ className: 'Add', config: {} }],
  },
});
