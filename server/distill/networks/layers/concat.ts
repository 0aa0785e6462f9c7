import { concat as concatTensors } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { RetortError } from '../../../protocol/failure.ts';
import { optional } from '../../schema.ts';
import type { Shape } from '../../tensors.ts';
import { layer } from './descriptor.ts';
import { say } from '../../../text/say.ts';

export const concat = layer({
  layer: 'concat',
  summary: 'Several inputs one after another along an axis.',
  config: Type.Object(
    {
      axis: optional(
        Type.Integer({
          minimum: -8,
          maximum: 8,
          default: -1,
          description: 'Counted with the batch axis, or from the end',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  inputs: 'several',
  output: ({ axis }, inputs) => {
    const [first = [], ...rest] = inputs;
    const index = axis < 0 ? first.length + axis : axis - 1;
    const others = (shape: Shape) => shape.map((size, i) => (i === index ? '·' : size)).join();
    if (
      rest.length === 0 ||
      first[index] === undefined ||
      rest.some((shape) => others(shape) !== others(first))
    ) {
      throw new RetortError({
        code: 'shapes-differ',
        message: say`Can't join ${inputs.map((shape) => `[${shape.join(', ')}]`).join(say` and `)} along axis ${axis}.`,
        next: say`Give it two or more inputs that differ in that axis alone.`,
      });
    }
    const total = inputs.reduce((sum, shape) => sum + (shape[index] ?? 0), 0);
    return first.map((size, i) => (i === index ? total : size));
  },
  apply: ({ axis }, { inputs }) => ({ output: concatTensors([...inputs], axis) }),
  keras: {
    classNames: ['Concatenate'],
    fromKeras: (config) => [
      { layer: 'concat', config: { axis: config.number('axis', -1) }, suffix: '', weights: {} },
    ],
    toKeras: ({ axis }) => [{ className: 'Concatenate', config: { axis } }],
  },
});
