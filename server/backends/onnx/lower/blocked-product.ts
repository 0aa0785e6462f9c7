import { matrixOf, rowsShape } from '../matrices.ts';
import { convInputs, nchwc } from './blocked/nchwc.ts';
import type { Call } from './call.ts';

interface Turned {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Least size of each side from which the conversions pay. */
const leastSide = 64;

/**
 * Emits the product of a matrix with one that never changes as a blocked 1 × 1 convolution, which is faster than ONNX
 * Runtime's own product (docs/decisions/0010), with its bias, a number a column, where it has one. False where it doesn't fit or
 * pay: with a filter that changes in every step its conversions take what the product gains.
 */
export function gaveBlocked(call: Call<Turned>): boolean {
  const { builder, attributes, output } = call;
  const { block } = builder;
  const [a, b] = [call.value('a').shape, call.value('b').shape];
  if (block === null || builder.standard || builder.constantOf(call.id('b')) === null) return false;
  if (attributes.transposeA || a.length !== 2 || b.length !== 2 || output.dtype !== 'float32') return false;
  if (call.has('bias') && call.value('bias').shape.length !== 1) return false;
  const [rows, inputs] = matrixOf(a);
  const [, outputs] = matrixOf(output.shape);
  if (
    [inputs, outputs].some((side) => side % block !== 0) ||
    [rows, inputs, outputs].some((side) => side < leastSide)
  )
    return false;
  const image = builder.reshape(call.read('a', 'rows'), rowsShape(a));
  // The image of the columns by rows, which is what a matrix that is turned over is blocked from.
  const filter = attributes.transposeB
    ? nchwc(builder, 'ReorderInput', [builder.reshape(call.read('b'), [1, outputs, 1, inputs])])
    : call.read('b', 'rows');
  const name = nchwc(
    builder,
    'Conv',
    convInputs(
      image,
      builder.reshape(filter, [outputs, inputs, 1, 1]),
      call.has('bias') ? call.read('bias') : undefined,
    ),
    { kernel_shape: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], group: 1 },
  );
  call.give(builder.reshape(name, rowsShape(output.shape)), 'rows');
  return true;
}
