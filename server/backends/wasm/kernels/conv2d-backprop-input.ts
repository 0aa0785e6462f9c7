import { backend_util, transpose, type Tensor4D } from '@tensorflow/tfjs-core';
import { inputGradient } from './input-gradient.ts';
import { defineKernel } from './kernel.ts';

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly inputShape: [number, number, number, number];
}

/** The package's own is a scalar loop; a convolution of dy with the filter turned round is many times faster. */
export const conv2DBackpropInput = defineKernel<{ dy: Tensor4D; filter: Tensor4D }, Attributes>(
  'Conv2DBackpropInput',
  ({ inputs: { dy, filter }, attributes: { strides, pad, dimRoundingMode, inputShape } }) => {
    const info = backend_util.computeConv2DInfo(inputShape, filter.shape, strides, 1, pad, dimRoundingMode);
    return inputGradient('Conv2D', dy, transpose(filter, [0, 1, 3, 2]), info);
  },
);
