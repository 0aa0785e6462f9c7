import { pad, reshape, slice, type Tensor4D } from '@tensorflow/tfjs-core';

/**
 * The kernel [height, width, in, out] with dilation − 1 zeros between its rows and columns, so that a plain
 * convolution with it is the dilated one. TensorFlow.js has no gradient for dilated convolutions.
 */
export function dilate(kernel: Tensor4D, [down, across]: readonly [number, number]): Tensor4D {
  if (down === 1 && across === 1) return kernel;
  const [height, width, input, output] = kernel.shape;
  const rows = spread(reshape(kernel, [1, height, width * input * output]), down);
  const tall = (height - 1) * down + 1;
  const columns = spread(reshape(rows, [tall, width, input * output]), across);
  return reshape(columns, [tall, (width - 1) * across + 1, input, output]);
}

/** Zeros between the entries of the second axis of [outer, length, inner]. */
function spread(x: ReturnType<typeof reshape>, by: number) {
  const [outer = 1, length = 1, inner = 1] = x.shape;
  const padded = pad(reshape(x, [outer, length, 1, inner]), [
    [0, 0],
    [0, 0],
    [0, by - 1],
    [0, 0],
  ]);
  return slice(
    reshape(padded, [outer, length * by, inner]),
    [0, 0, 0],
    [outer, (length - 1) * by + 1, inner],
  );
}
