import { backend_util, type Tensor4D } from '@tensorflow/tfjs-core';
import { adopt, defineKernel } from './kernel.ts';

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dilations: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly filterShape: [number, number, number, number];
}

/**
 * Missing in the package. Bound by memory, so it is a loop over the heap, with sums in float64: composed of slices,
 * products and sums it would pass over the images three times a tap.
 */
export const depthwiseBackpropFilter = defineKernel<{ x: Tensor4D; dy: Tensor4D }, Attributes>(
  'DepthwiseConv2dNativeBackpropFilter',
  ({ inputs: { x, dy }, attributes: { strides, pad, dilations, dimRoundingMode, filterShape }, backend }) => {
    const info = backend_util.computeConv2DInfo(
      x.shape,
      filterShape,
      strides,
      dilations,
      pad,
      dimRoundingMode,
      true,
    );
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
    const multiplier = outChannels / inChannels;
    const output = backend.makeOutput(filterShape, 'float32');
    const images = backend.typedArrayFromHeap(x);
    const gradients = backend.typedArrayFromHeap(dy);
    const sums = new Float64Array(filterShape[0] * filterShape[1] * outChannels);
    for (let n = 0; n < batchSize; n++) {
      for (let row = 0; row < outHeight; row++) {
        for (let column = 0; column < outWidth; column++) {
          const from = ((n * outHeight + row) * outWidth + column) * outChannels;
          for (let i = 0; i < filterShape[0]; i++) {
            const y = row * info.strideHeight - padInfo.top + i * info.dilationHeight;
            if (y < 0 || y >= inHeight) continue;
            for (let j = 0; j < filterShape[1]; j++) {
              const z = column * info.strideWidth - padInfo.left + j * info.dilationWidth;
              if (z < 0 || z >= inWidth) continue;
              const pixel = ((n * inHeight + y) * inWidth + z) * inChannels;
              const tap = (i * filterShape[1] + j) * outChannels;
              for (let c = 0; c < outChannels; c++) {
                const channel = multiplier === 1 ? c : Math.floor(c / multiplier);
                sums[tap + c] =
                  (sums[tap + c] ?? 0) + (images[pixel + channel] ?? 0) * (gradients[from + c] ?? 0);
              }
            }
          }
        }
      }
    }
    backend.typedArrayFromHeap(output).set(sums);
    return adopt(output);
  },
);
