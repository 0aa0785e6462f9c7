import { backend_util } from '@tensorflow/tfjs-core';
import type { Shape } from '../../../distill/tensors.ts';

type Four = [number, number, number, number];
type Pair = number | [number, number];

/** What TensorFlow.js says of a window that moves over images. */
export interface Window {
  readonly strides: Pair;
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dilations?: Pair;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Rows or columns: output r looks at input stride·r + dilation·k − before through tap k. */
export interface Axis {
  readonly size: number;
  readonly outputs: number;
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
  /** Zeros before the first input place. */
  readonly before: number;
}

/** A window over images [batch, rows, columns, channels]. */
export interface Geometry {
  readonly batch: number;
  readonly channels: number;
  readonly outChannels: number;
  readonly rows: Axis;
  readonly columns: Axis;
}

const four = ([a = 1, b = 1, c = 1, d = 1]: Shape): Four => [a, b, c, d];

function geometry(info: backend_util.Conv2DInfo): Geometry {
  const { padInfo } = info;
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    outChannels: info.outChannels,
    rows: {
      size: info.inHeight,
      outputs: info.outHeight,
      taps: info.filterHeight,
      stride: info.strideHeight,
      dilation: info.dilationHeight,
      before: padInfo.top,
    },
    columns: {
      size: info.inWidth,
      outputs: info.outWidth,
      taps: info.filterWidth,
      stride: info.strideWidth,
      dilation: info.dilationWidth,
      before: padInfo.left,
    },
  };
}

/** Of a convolution of `image` [n, h, w, c] by `filter` [kh, kw, c, out], or [kh, kw, c, multiplier] if depthwise. */
export function convolutionGeometry(
  image: Shape,
  filter: Shape,
  { strides, dilations = 1, pad, dimRoundingMode }: Window,
  depthwise = false,
): Geometry {
  return geometry(
    backend_util.computeConv2DInfo(
      four(image),
      four(filter),
      strides,
      dilations,
      pad,
      dimRoundingMode,
      depthwise,
    ),
  );
}

/** Of a pooling of `image` [n, h, w, c]. */
export const poolGeometry = (
  image: Shape,
  { filterSize, strides, pad, dimRoundingMode }: Window & { readonly filterSize: Pair },
): Geometry =>
  geometry(backend_util.computePool2DInfo(four(image), filterSize, strides, 1, pad, dimRoundingMode));

/** Places from the first tap to the last. */
export const reach = ({ taps, dilation }: Axis): number => (taps - 1) * dilation + 1;

/** Zeros after the last input place that some output looks at. */
export const after = (axis: Axis): number =>
  Math.max((axis.outputs - 1) * axis.stride + reach(axis) - axis.size - axis.before, 0);

/** Attributes of ONNX's operators with windows, forward. */
export const forwardAttributes = ({ rows, columns }: Geometry) => ({
  kernel_shape: [rows.taps, columns.taps],
  strides: [rows.stride, columns.stride],
  dilations: [rows.dilation, columns.dilation],
  pads: [rows.before, columns.before, after(rows), after(columns)],
});

/** Attributes of ConvTranspose that gives an image of the input's size from one of the output's. */
export function backwardAttributes({ rows, columns }: Geometry) {
  const beyond = (axis: Axis): number =>
    (axis.outputs - 1) * axis.stride + reach(axis) - axis.before - axis.size;
  return {
    kernel_shape: [rows.taps, columns.taps],
    strides: [rows.stride, columns.stride],
    dilations: [rows.dilation, columns.dilation],
    pads: [rows.before, columns.before, Math.max(beyond(rows), 0), Math.max(beyond(columns), 0)],
    output_padding: [Math.max(-beyond(rows), 0), Math.max(-beyond(columns), 0)],
  };
}

/**
 * Zeros before and after the output's gradient with which a convolution of stride 1 by the flipped filter gives the
 * input's; null where there would be less than none, or the stride is another.
 */
export function flippedMargin(axis: Axis): readonly [number, number] | null {
  const first = reach(axis) - 1 - axis.before;
  const last = axis.size + axis.before - axis.outputs;
  return axis.stride === 1 && first >= 0 && last >= 0 ? [first, last] : null;
}
