import {
  backend_util,
  concat,
  mul,
  pad as padded,
  reshape,
  slice,
  stridedSlice,
  sum,
  tidy,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { cropped, fitting } from './conv.ts';
import { defineKernel } from './kernel.ts';

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dilations: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly filterShape: [number, number, number, number];
}

/** Missing in the package. Tap by tap: the places that the tap looks at, times dy, summed over images and places. */
export const depthwiseBackpropFilter = defineKernel<{ x: Tensor4D; dy: Tensor4D }, Attributes>(
  'DepthwiseConv2dNativeBackpropFilter',
  ({ inputs: { x, dy }, attributes: { strides, pad, dilations, dimRoundingMode, filterShape } }) => {
    const info = backend_util.computeConv2DInfo(
      x.shape,
      filterShape,
      strides,
      dilations,
      pad,
      dimRoundingMode,
      true,
    );
    const { batchSize, inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth, padInfo } = info;
    const [tapRows, tapColumns, channels, multiplier] = filterShape;
    const rows = fitting({
      before: padInfo.top,
      size: inHeight,
      taps: outHeight,
      step: strideHeight,
      outputs: (tapRows - 1) * info.dilationHeight + 1,
    });
    const columns = fitting({
      before: padInfo.left,
      size: inWidth,
      taps: outWidth,
      step: strideWidth,
      outputs: (tapColumns - 1) * info.dilationWidth + 1,
    });
    const image = padded(cropped(x, rows, columns), [
      [0, 0],
      [Math.max(rows.before, 0), Math.max(rows.after, 0)],
      [Math.max(columns.before, 0), Math.max(columns.after, 0)],
      [0, 0],
    ]);
    const places = batchSize * outHeight * outWidth;
    // A size-1 axis that nothing needs would send the product down a path a hundred times slower.
    const expanded = multiplier === 1 ? [places, channels] : [places, channels, 1];
    const gradient = multiplier === 1 ? reshape(dy, expanded) : reshape(dy, [places, channels, multiplier]);
    const tap = (top: number, left: number): Tensor => {
      const seen =
        strideHeight === 1 && strideWidth === 1
          ? slice(image, [0, top, left, 0], [batchSize, outHeight, outWidth, channels])
          : stridedSlice(
              image,
              [0, top, left, 0],
              [
                batchSize,
                top + (outHeight - 1) * strideHeight + 1,
                left + (outWidth - 1) * strideWidth + 1,
                channels,
              ],
              [1, strideHeight, strideWidth, 1],
            );
      return sum(mul(reshape(seen, expanded), gradient), 0);
    };
    const taps = Array.from({ length: tapRows * tapColumns }, (_, index) =>
      // Tidied at once: memory that was just used is many times faster than fresh.
      tidy(() =>
        tap(Math.floor(index / tapColumns) * info.dilationHeight, (index % tapColumns) * info.dilationWidth),
      ),
    );
    return reshape(concat(taps, 0), filterShape);
  },
);
