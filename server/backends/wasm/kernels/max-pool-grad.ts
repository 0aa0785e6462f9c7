import { backend_util, type Tensor4D } from '@tensorflow/tfjs-core';
import { adopt, defineKernel } from './kernel.ts';

interface Attributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * The package's own (4.22) is wrong at borders and where values tie, besides slow. The gradient goes to the first
 * largest value of a window in reading order, as in the cpu backend and TensorFlow.
 */
export const maxPoolGrad = defineKernel<{ dy: Tensor4D; input: Tensor4D; output: Tensor4D }, Attributes>(
  'MaxPoolGrad',
  ({ inputs: { dy, input }, attributes: { filterSize, strides, pad, dimRoundingMode }, backend }) => {
    const info = backend_util.computePool2DInfo(input.shape, filterSize, strides, 1, pad, dimRoundingMode);
    const { batchSize, inHeight, inWidth, inChannels: channels, outHeight, outWidth, padInfo } = info;
    const output = backend.makeOutput(input.shape, 'float32');
    const values = backend.typedArrayFromHeap(input);
    const gradients = backend.typedArrayFromHeap(dy);
    const sums = backend.typedArrayFromHeap(output).fill(0);
    let from = 0;
    for (let n = 0; n < batchSize; n++) {
      for (let row = 0; row < outHeight; row++) {
        const y = row * info.strideHeight - padInfo.top;
        const [firstY, endY] = [Math.max(y, 0), Math.min(y + info.filterHeight, inHeight)];
        for (let column = 0; column < outWidth; column++) {
          const x = column * info.strideWidth - padInfo.left;
          const [firstX, endX] = [Math.max(x, 0), Math.min(x + info.filterWidth, inWidth)];
          for (let c = 0; c < channels; c++) {
            let largest = ((n * inHeight + firstY) * inWidth + firstX) * channels + c;
            for (let i = firstY; i < endY; i++) {
              let place = ((n * inHeight + i) * inWidth + firstX) * channels + c;
              for (let j = firstX; j < endX; j++, place += channels) {
                if ((values[place] ?? 0) > (values[largest] ?? 0)) largest = place;
              }
            }
            sums[largest] = (sums[largest] ?? 0) + (gradients[from++] ?? 0);
          }
        }
      }
    }
    return adopt(output);
  },
);
