import { sizeOf } from '../../../distill/tensors.ts';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { adopt, defineKernel } from './kernel.ts';

/**
 * Missing in the package; the gradient of `gather`. Adds each row of `x` [rows, …] to the row of the output
 * [numSegments, …] that `segmentIds` [rows] names, in order of rows, so the bits don't depend on chance. Rows with a
 * segment outside the output are dropped, as TensorFlow does.
 */
export const unsortedSegmentSum = defineKernel<
  { x: Tensor; segmentIds: Tensor1D },
  { readonly numSegments: number }
>('UnsortedSegmentSum', ({ inputs: { x, segmentIds }, attributes: { numSegments }, backend }) => {
  const inner = x.shape.slice(1);
  const width = sizeOf(inner);
  const output = backend.makeOutput([numSegments, ...inner], x.dtype);
  const sums = backend.typedArrayFromHeap(output).fill(0);
  const rows = backend.typedArrayFromHeap(x);
  backend.typedArrayFromHeap(segmentIds).forEach((segment, row) => {
    if (segment < 0 || segment >= numSegments) return;
    for (let i = 0; i < width; i++) {
      sums[segment * width + i] = (sums[segment * width + i] ?? 0) + (rows[row * width + i] ?? 0);
    }
  });
  return adopt(output);
});
