import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../distill/tensors.ts';
import { each, family, kernel, type Result, type Inference, type X } from './kernel.ts';

type Four = [number, number, number, number];

interface Window {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dilations?: number | [number, number];
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly activation?: string;
}

interface Filtered extends X {
  readonly filter: TensorInfo;
  readonly bias?: TensorInfo;
}

interface Pooled {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

const four = ([a = 1, b = 1, c = 1, d = 1]: readonly number[]): Four => [a, b, c, d];

interface Layer {
  readonly image: readonly number[];
  readonly filter: readonly number[];
  readonly window: Window;
  readonly depthwise: boolean;
}

/** Output shape, and 2 operations a tap, channel and place: the same for the forward pass and for either gradient. */
function convolution({ image, filter, window, depthwise }: Layer): { shape: Four; flops: number } {
  const info = backend_util.computeConv2DInfo(
    four(image),
    four(filter),
    window.strides,
    window.dilations ?? 1,
    window.pad,
    window.dimRoundingMode,
    depthwise,
    window.dataFormat === 'NCHW' ? 'channelsFirst' : 'channelsLast',
  );
  const taps = info.filterHeight * info.filterWidth * (depthwise ? 1 : info.inChannels);
  return { shape: info.outShape, flops: 2 * taps * sizeOf(info.outShape) };
}

const forward =
  (depthwise: boolean) =>
  ({ x, filter, bias }: Filtered, window: Window): Result => {
    const { shape, flops } = convolution({ image: x.shape, filter: filter.shape, window, depthwise });
    const extra = (bias ? 1 : 0) + ((window.activation ?? 'linear') === 'linear' ? 0 : 1);
    return { outputs: { shape, dtype: x.dtype }, flops: flops + extra * sizeOf(shape) };
  };

const byFilter =
  (depthwise: boolean) =>
  ({ x }: X, window: Window & { readonly filterShape: number[] }): Result => ({
    outputs: { shape: window.filterShape, dtype: 'float32' },
    flops: convolution({ image: x.shape, filter: window.filterShape, window, depthwise }).flops,
  });

const byInput =
  (depthwise: boolean) =>
  ({ filter }: Filtered, window: Window & { readonly inputShape: number[] }): Result => ({
    outputs: { shape: window.inputShape, dtype: 'float32' },
    flops: convolution({ image: window.inputShape, filter: filter.shape, window, depthwise }).flops,
  });

/** One operation an element of a window. */
function pooling(x: readonly number[], { filterSize, strides, pad, dimRoundingMode }: Pooled) {
  const info = backend_util.computePool2DInfo(four(x), filterSize, strides, 1, pad, dimRoundingMode);
  return { shape: info.outShape, flops: info.filterHeight * info.filterWidth * sizeOf(info.outShape) };
}

interface Images {
  readonly images: TensorInfo;
}

/** Interpolation between four neighbours: eight operations an element. */
const resized =
  (perElement: number) =>
  ({ images }: Images, { size }: { readonly size: [number, number] }): Result => {
    const [n = 0, , , channels = 0] = images.shape;
    return each([n, ...size, channels], perElement === 0 ? images.dtype : 'float32', perElement);
  };

export const windows: readonly Inference[] = [
  ...family(['Conv2D', 'FusedConv2D'], forward(false)),
  ...family(['DepthwiseConv2dNative', 'FusedDepthwiseConv2D'], forward(true)),
  kernel('Conv2DBackpropFilter', byFilter(false)),
  kernel('DepthwiseConv2dNativeBackpropFilter', byFilter(true)),
  kernel('Conv2DBackpropInput', byInput(false)),
  kernel('DepthwiseConv2dNativeBackpropInput', byInput(true)),
  ...family<X, Pooled>(['MaxPool', 'AvgPool'], ({ x }, window) => {
    const { shape, flops } = pooling(x.shape, window);
    return { outputs: { shape, dtype: x.dtype }, flops };
  }),
  ...family<{ readonly input: TensorInfo }, Pooled>(['MaxPoolGrad', 'AvgPoolGrad'], ({ input }, window) => ({
    outputs: { shape: input.shape, dtype: input.dtype },
    flops: pooling(input.shape, window).flops,
  })),
  // Difference, quotient, product, sum.
  kernel<X>('FusedBatchNorm', ({ x }) => each(x.shape, x.dtype, 4)),
  kernel('ResizeBilinear', resized(8)),
  kernel('ResizeNearestNeighbor', resized(0)),
  kernel<Images & { readonly dy: TensorInfo }>('ResizeBilinearGrad', ({ images, dy }) => ({
    outputs: { shape: images.shape, dtype: 'float32' },
    flops: 8 * sizeOf(dy.shape),
  })),
  kernel<Images & { readonly dy: TensorInfo }>('ResizeNearestNeighborGrad', ({ images, dy }) => ({
    outputs: { shape: images.shape, dtype: 'float32' },
    flops: sizeOf(dy.shape),
  })),
];
