import {
  avgPool,
  backend_util,
  fill,
  matMul,
  mul,
  reshape,
  util,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../distill/tensors.ts';
import { defineKernel, type Call, type WasmKernel } from './kernel.ts';

interface Attributes {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

/**
 * Pooling more than nine places keeps a number a channel on the package's stack of 64 KiB. At 16,384 it writes over
 * what lies below, the state of the heap, and whoever wants memory next is told `memory access out of bounds`.
 */
const mostPooled = 4096;

/** Mean over `rows` of [images, rows, columns]: average pooling with one window that covers them, or a product. */
function pooled(x: Tensor, images: number, rows: number, columns: number): Tensor {
  if (rows === 1) return x;
  if (columns > mostPooled) return matMul(fill([1, 1, rows], 1 / rows), reshape(x, [images, rows, columns]));
  const image: Tensor4D = reshape(x, [images, rows, 1, columns]);
  return avgPool(image, [rows, 1], 1, 'valid');
}

/**
 * Over leading axes, as for bias gradients and batch statistics, the package transposes first. Pooling image by
 * image, then over images, is about ten times faster (65,536 × 16), and rounds less than one long sum.
 */
const overRows =
  (total: boolean) =>
  ({ inputs, attributes, original }: Call<{ x: Tensor }, Attributes>): Tensor => {
    const { x } = inputs;
    const axes = util.parseAxisParam(attributes.axis, x.shape);
    const [images = 1, ...others] = x.shape.slice(0, axes.length);
    const rows = sizeOf(others);
    const columns = sizeOf(x.shape.slice(axes.length));
    const leading = axes.every((axis, index) => axis === index);
    if (!leading || x.dtype !== 'float32' || images * rows < 2 || columns < 2)
      return original(inputs, attributes);
    const means = pooled(pooled(x, images, rows, columns), 1, images, columns);
    const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    const kept = attributes.keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape;
    return reshape(total ? mul(means, images * rows) : means, kept);
  };

export const sum: WasmKernel = defineKernel('Sum', overRows(true));
export const mean: WasmKernel = defineKernel('Mean', overRows(false));
