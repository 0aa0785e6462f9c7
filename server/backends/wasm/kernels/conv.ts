import { engine, slice, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';

/** Rows or columns to add around an image (zeros), or to cut off where negative. */
export interface Margin {
  readonly before: number;
  readonly after: number;
}

export interface Window {
  readonly rows: Margin;
  readonly columns: Margin;
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
}

const positive = ({ before, after }: Margin): [number, number] => [Math.max(before, 0), Math.max(after, 0)];

/** `image` [n, h, w, c] without the rows and columns that negative margins cut off. */
export function cropped<T extends Tensor>(image: T, rows: Margin, columns: Margin): T {
  const cut = [rows.before, rows.after, columns.before, columns.after].map((margin) => Math.max(-margin, 0));
  const [top = 0, bottom = 0, left = 0, right = 0] = cut;
  if (top + bottom + left + right === 0) return image;
  const [n = 0, height = 0, width = 0, channels = 0] = image.shape;
  return slice(image, [0, top, left, 0], [n, height - top - bottom, width - left - right, channels]);
}

/**
 * The backend's own convolution of `image` [n, h, w, cIn] with `filter` [kh, kw, cIn, cOut], or [kh, kw, c, m] where
 * `kernel` is the depthwise one; zeros where the window reaches out.
 */
export function convolve(
  kernel: 'Conv2D' | 'DepthwiseConv2dNative',
  image: Tensor4D,
  filter: Tensor4D,
  { rows, columns, strides, dilations }: Window,
): Tensor4D {
  const x = cropped(image, rows, columns);
  return engine().runKernel(
    kernel,
    { x, filter },
    {
      strides: [...strides],
      dilations: [...dilations],
      pad: [[0, 0], positive(rows), positive(columns), [0, 0]],
      dataFormat: 'NHWC',
    },
  );
}

/** The margin with which `taps` taps, `step` apart, fit at exactly `outputs` neighbouring places. */
export function fitting(window: {
  readonly before: number;
  readonly size: number;
  readonly taps: number;
  readonly step: number;
  readonly outputs: number;
}): Margin {
  const { before, size, taps, step, outputs } = window;
  return { before, after: (taps - 1) * step + outputs - size - before };
}
