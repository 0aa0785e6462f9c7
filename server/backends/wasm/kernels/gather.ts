import { backend_util, util, type Tensor } from '@tensorflow/tfjs-core';
import { RetortError } from '../../../protocol/failure.ts';
import { adopt, defineKernel } from './kernel.ts';
import { say } from '../../../text/say.ts';

interface Attributes {
  readonly axis: number;
  readonly batchDims: number;
}

/** The package's own (4.22) takes wrong elements when it gathers along a batch. */
export const gather = defineKernel<{ x: Tensor; indices: Tensor }, Attributes>(
  'GatherV2',
  ({ inputs: { x, indices }, attributes: { axis, batchDims }, backend }) => {
    const [parsed = 0] = util.parseAxisParam(axis, x.shape);
    const info = backend_util.segment_util.collectGatherOpShapeInfo(x, indices, parsed, batchDims);
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } = info;
    const output = backend.makeOutput(outputShape, x.dtype);
    const from = backend.typedArrayFromHeap(x);
    const to = backend.typedArrayFromHeap(output);
    const chosen = backend.typedArrayFromHeap(indices);
    const count = chosen.length / batchSize;
    let target = 0;
    for (let batch = 0; batch < batchSize; batch++) {
      for (let outer = 0; outer < outerSize; outer++) {
        for (let i = 0; i < count; i++) {
          const index = chosen[batch * count + i] ?? -1;
          if (index < 0 || index >= dimSize) throw outside(index, dimSize);
          const start = ((batch * outerSize + outer) * dimSize + index) * sliceSize;
          if (sliceSize === 1) to[target] = from[start] ?? 0;
          else to.set(from.subarray(start, start + sliceSize), target);
          target += sliceSize;
        }
      }
    }
    return adopt(output);
  },
);

const outside = (index: number, size: number): RetortError =>
  new RetortError({
    code: 'index-out-of-range',
    message: say`gather was asked for row ${index} of ${size}.`,
    next: say`Check that tokens and labels of the data are smaller than the number of rows of the table they look into.`,
  });
