import {
  backend_util,
  concat,
  reshape,
  reverse,
  slice,
  stridedSlice,
  zeros,
  type Rank,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { convolve } from './conv.ts';
import { phases, type Phase } from './phases.ts';

/**
 * Gradient of a convolution by its input [n, h, w, c], from dy [n, oh, ow, …] and the filter with its channel axes
 * already turned to face the other way: one convolution a phase of the stride, interleaved.
 */
export function inputGradient(
  kernel: 'Conv2D' | 'DepthwiseConv2dNative',
  dy: Tensor4D,
  filter: Tensor4D,
  info: backend_util.Conv2DInfo,
): Tensor4D {
  const { inShape, strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = info;
  const [n, height, width, channels] = inShape;
  const rowPhases = phases({
    size: height,
    outputs: info.outHeight,
    taps: info.filterHeight,
    stride: strideHeight,
    dilation: dilationHeight,
    before: padInfo.top,
  });
  const columnPhases = phases({
    size: width,
    outputs: info.outWidth,
    taps: info.filterWidth,
    stride: strideWidth,
    dilation: dilationWidth,
    before: padInfo.left,
  });
  const flipped = reverse(filter, [0, 1]);
  const [highRows, highColumns] = [Math.ceil(height / strideHeight), Math.ceil(width / strideWidth)];
  const part = (row: Phase, column: Phase): Tensor4D => {
    if (row.count === 0 || column.count === 0) return zeros<Rank.R4>([n, highRows, highColumns, channels]);
    return convolve(kernel, dy, taps(flipped, row, column, [strideHeight, strideWidth]), {
      rows: row.margin,
      columns: column.margin,
      strides: [1, 1],
      dilations: [dilationHeight, dilationWidth],
    });
  };
  const [row] = rowPhases;
  const [column] = columnPhases;
  if (strideHeight === 1 && strideWidth === 1 && row && column) return part(row, column);
  // Phases side by side on the channel axis are neighbouring columns; on an axis after the rows, neighbouring rows.
  const lines = rowPhases.map((row) => {
    const parts = columnPhases.map((column) => part(row, column));
    return reshape(concat(parts, 3), [n, highRows, 1, highColumns * strideWidth * channels]);
  });
  const whole: Tensor4D = reshape(concat(lines, 2), [
    n,
    highRows * strideHeight,
    highColumns * strideWidth,
    channels,
  ]);
  return slice(whole, [0, 0, 0, 0], inShape);
}

/** Every `stride`-th tap of the flipped filter [kh, kw, a, b] that a phase uses. */
function taps(
  flipped: Tensor4D,
  row: Phase,
  column: Phase,
  [rowStride, columnStride]: [number, number],
): Tensor4D {
  if (rowStride === 1 && columnStride === 1) return flipped;
  const [rows, columns, a, b] = flipped.shape;
  const top = rows - 1 - (row.first + rowStride * (row.count - 1));
  const left = columns - 1 - (column.first + columnStride * (column.count - 1));
  const chosen = stridedSlice(
    flipped,
    [top, left, 0, 0],
    [top + rowStride * (row.count - 1) + 1, left + columnStride * (column.count - 1) + 1, a, b],
    [rowStride, columnStride, 1, 1],
  );
  return reshape(chosen, [row.count, column.count, a, b]);
}
