import { addN, backend_util, reshape, slice, type Tensor4D } from '@tensorflow/tfjs-core';
import { inputGradient } from './input-gradient.ts';
import { defineKernel } from './kernel.ts';

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dilations: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly inputShape: [number, number, number, number];
}

/** Missing in the package. Each of the filter's `multiplier` outputs a channel is a depthwise convolution of its own. */
export const depthwiseBackpropInput = defineKernel<{ dy: Tensor4D; filter: Tensor4D }, Attributes>(
  'DepthwiseConv2dNativeBackpropInput',
  ({ inputs: { dy, filter }, attributes: { strides, pad, dilations, dimRoundingMode, inputShape } }) => {
    const info = backend_util.computeConv2DInfo(
      inputShape,
      filter.shape,
      strides,
      dilations,
      pad,
      dimRoundingMode,
      true,
    );
    const [n, height, width] = dy.shape;
    const [rows, columns, channels, multiplier] = filter.shape;
    if (multiplier === 1) return inputGradient('DepthwiseConv2dNative', dy, filter, info);
    const byOutput = reshape(dy, [n * height * width * channels, multiplier]);
    const gradients = Array.from({ length: multiplier }, (_, m) =>
      inputGradient(
        'DepthwiseConv2dNative',
        reshape(slice(byOutput, [0, m], [-1, 1]), [n, height, width, channels]),
        slice(filter, [0, 0, 0, m], [rows, columns, channels, 1]),
        info,
      ),
    );
    return addN(gradients);
  },
);
