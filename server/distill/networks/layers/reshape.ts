import { reshape as reshapeTensor } from '@tensorflow/tfjs-core';
import Type from 'typebox';
import { RetortError } from '../../../protocol/failure.ts';
import { sizeOf, type Shape } from '../../tensors.ts';
import { unsupported } from '../keras/config.ts';
import { layer, only } from './descriptor.ts';
import { say } from '../../../text/say.ts';

export const reshape = layer({
  layer: 'reshape',
  summary: 'The same values in another shape.',
  config: Type.Object(
    {
      shape: Type.Array(Type.Integer({ minimum: -1, maximum: 2 ** 31 }), {
        maxItems: 5,
        description: 'Without the batch axis; one size may be -1 and is then worked out',
      }),
    },
    { additionalProperties: false },
  ),
  inputs: 'one',
  output: (config, inputs) => target(config.shape, only(inputs)),
  apply: (config, { inputs }) => {
    const x = only(inputs);
    const [batch = 1, ...shape] = x.shape;
    return { output: reshapeTensor(x, [batch, ...target(config.shape, shape)]) };
  },
  keras: {
    classNames: ['Reshape'],
    fromKeras: (config) => {
      const shape = config.get('target_shape');
      if (!Array.isArray(shape)) throw unsupported('Reshape', 'target_shape', shape, say`a list of sizes`);
      // TensorFlow.js writes null for the size that is left open.
      const sizes = shape.map((size: unknown) => size ?? -1);
      return [{ layer: 'reshape', config: { shape: sizes }, suffix: '', weights: {} }];
    },
    toKeras: (config) => [{ className: 'Reshape', config: { target_shape: config.shape } }],
  },
});

function target(shape: Shape, input: Shape): Shape {
  const known = sizeOf(shape.filter((size) => size !== -1));
  const size = sizeOf(input);
  const result = shape.map((entry) => (entry === -1 ? size / known : entry));
  if (
    shape.filter((entry) => entry === -1).length > 1 ||
    sizeOf(result) !== size ||
    !result.every(Number.isSafeInteger)
  ) {
    throw new RetortError({
      code: 'bad-reshape',
      message: say`[${input.join(', ')}] can't be reshaped to [${shape.join(', ')}].`,
      next: say`Give sizes whose product is ${size}, with at most one -1.`,
    });
  }
  return result;
}
