import { backend_util, transpose, type Tensor4D } from '@tensorflow/tfjs-core';
import { convolve, fitting } from './conv.ts';
import { defineKernel } from './kernel.ts';

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly filterShape: [number, number, number, number];
}

/**
 * dW[i, j, a, b] = Σ x[n, i + s·r − p, j + s·q − p, a] · dy[n, r, q, b] is a convolution too: of x with channels and
 * batch swapped, by dy as a filter whose taps lie `s` apart. So it runs on the forward kernel.
 */
export const conv2DBackpropFilter = defineKernel<{ x: Tensor4D; dy: Tensor4D }, Attributes>(
  'Conv2DBackpropFilter',
  ({ inputs: { x, dy }, attributes: { strides, pad, dimRoundingMode, filterShape } }) => {
    const info = backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode);
    const { strideHeight, strideWidth, outHeight, outWidth, inHeight, inWidth, padInfo } = info;
    const swapped = convolve('Conv2D', transpose(x, [3, 1, 2, 0]), transpose(dy, [1, 2, 0, 3]), {
      rows: fitting({
        before: padInfo.top,
        size: inHeight,
        taps: outHeight,
        step: strideHeight,
        outputs: filterShape[0],
      }),
      columns: fitting({
        before: padInfo.left,
        size: inWidth,
        taps: outWidth,
        step: strideWidth,
        outputs: filterShape[1],
      }),
      strides: [1, 1],
      dilations: [strideHeight, strideWidth],
    });
    return transpose(swapped, [1, 2, 0, 3]);
  },
);
