import { backend_util, util, type DataType } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../distill/tensors.ts';
import { each, family, kernel, moved, type Result, type Inference, type X } from './kernel.ts';

interface Axes {
  readonly axis: number | number[];
  readonly keepDims?: boolean;
}

/** One operation an element of the input. */
function reduced({ x }: X, { axis, keepDims = false }: Axes, dtype: DataType): Result {
  const axes = util.parseAxisParam(axis, x.shape);
  const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  return {
    outputs: { shape: keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape, dtype },
    flops: sizeOf(x.shape),
  };
}

const summed = (dtype: DataType): DataType => (dtype === 'bool' ? 'int32' : dtype);

export const reductions: readonly Inference[] = [
  ...family<X, Axes>(['Sum', 'Prod'], (inputs, axes) => reduced(inputs, axes, summed(inputs.x.dtype))),
  kernel<X, Axes>('Min', (inputs, axes) => reduced(inputs, axes, inputs.x.dtype)),
  kernel<X, { readonly reductionIndices: number | number[]; readonly keepDims: boolean }>(
    'Max',
    (inputs, { reductionIndices, keepDims }) =>
      reduced(inputs, { axis: reductionIndices, keepDims }, inputs.x.dtype),
  ),
  kernel<X, Axes>('Mean', (inputs, axes) => reduced(inputs, axes, 'float32')),
  ...family<X, Axes>(['All', 'Any'], (inputs, axes) => reduced(inputs, axes, 'bool')),
  ...family<X, Axes>(['ArgMax', 'ArgMin'], (inputs, axes) => reduced(inputs, axes, 'int32')),
  ...family<X>(['Cumsum', 'Cumprod'], ({ x }) => each(x.shape, x.dtype)),
  kernel<X, { readonly k: number }>('TopK', ({ x }, { k }) => {
    const shape = [...x.shape.slice(0, -1), k];
    return {
      outputs: [
        { shape, dtype: x.dtype },
        { shape, dtype: 'int32' },
      ],
      flops: sizeOf(x.shape),
    };
  }),
  // Largest, difference, exponential, sum, quotient.
  kernel<{ logits: X['x'] }>('Softmax', ({ logits }) => each(logits.shape, 'float32', 5)),
  kernel<{ x: X['x']; segmentIds: X['x'] }, { readonly numSegments: number }>(
    'UnsortedSegmentSum',
    ({ x }, { numSegments }) => ({
      ...moved([numSegments, ...x.shape.slice(1)], x.dtype),
      flops: sizeOf(x.shape),
    }),
  ),
];
