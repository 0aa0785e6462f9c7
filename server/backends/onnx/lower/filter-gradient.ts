import { microsoft, type Builder } from '../builder.ts';
import { after, type Axis, type Geometry } from './geometry.ts';

/** Both in [batch, channels, height, width]. */
interface Images {
  readonly x: string;
  readonly dy: string;
}

/** Fewest output places for which a product an image beats one over all images (measured: ties at 16 × 16). */
const manyPlaces = 256;

/** Columns of the left matrix that a product should have: fewer channels than that are taken several taps at once. */
const wide = 64;

/** [first, end, step] of the places at which a tap looks, in the padded image. */
const seen = ({ outputs, stride, dilation }: Axis, tap: number): readonly [number, number, number] => [
  tap * dilation,
  tap * dilation + (outputs - 1) * stride + 1,
  stride,
];

/** The images with the zeros that the window reaches. */
function padded(builder: Builder, x: string, { rows, columns }: Geometry): string {
  const pads = [rows.before, columns.before, after(rows), after(columns)];
  if (pads.every((zeros) => zeros === 0)) return x;
  const [top = 0, left = 0, bottom = 0, right = 0] = pads;
  return builder.emit('Pad', [x, builder.ints([0, 0, top, left, 0, 0, bottom, right])]);
}

/** What each tap looks at in a padded image whose rows and columns are the given axes: as large as the output. */
function looks(
  builder: Builder,
  image: string,
  { rows, columns }: Geometry,
  axes: readonly [number, number],
): readonly string[] {
  const whole = (axis: Axis): boolean =>
    axis.taps * axis.stride === 1 && axis.before === 0 && axis.size === axis.outputs;
  if (whole(rows) && whole(columns)) return [image];
  return Array.from({ length: rows.taps * columns.taps }, (_, tap) => {
    const down = seen(rows, Math.floor(tap / columns.taps));
    const across = seen(columns, tap % columns.taps);
    const [starts, ends, steps] = [0, 1, 2].map((part) => builder.ints([down[part] ?? 0, across[part] ?? 0]));
    return builder.emit('Slice', [image, starts ?? '', ends ?? '', builder.ints(axes), steps ?? '']);
  });
}

/**
 * Gradient of a convolution by its filter, [taps · channels, out channels]: what a tap looked at, times dy. Over many
 * places an image at a time and then summed, which is 1.3 to 1.9 times as fast as one long product; a convolution with
 * batch and channels swapped, which ONNX Runtime computes as a product nine columns wide, takes twice as long.
 */
export function filterGradient(builder: Builder, { x, dy }: Images, geometry: Geometry): string {
  const { batch, channels, outChannels, rows, columns } = geometry;
  const places = rows.outputs * columns.outputs;
  const image = padded(builder, x, geometry);
  const join = (products: readonly string[]): string =>
    products.length === 1 ? (products[0] ?? '') : builder.emit('Concat', products, { axis: 0 });
  if (places < manyPlaces) {
    const last = (name: string): string => builder.emit('Transpose', [name], { perm: [0, 2, 3, 1] });
    const long = (name: string, width: number): string => builder.reshape(name, [batch * places, width]);
    const outer = long(last(dy), outChannels);
    const inner = looks(builder, last(image), geometry, [1, 2]).map((part) => long(part, channels));
    return join(inner.map((part) => builder.emit('Gemm', [part, outer], { transA: 1, transB: 0 })));
  }
  const parts = looks(builder, image, geometry, [2, 3]);
  const outer = builder.reshape(dy, [batch, outChannels, places]);
  const together = Math.max(Math.floor(wide / channels), 1);
  const groups = parts.flatMap((_, tap) => (tap % together === 0 ? [parts.slice(tap, tap + together)] : []));
  const products = groups.map((group) => {
    const taken = group.length === 1 ? (group[0] ?? '') : builder.emit('Concat', group, { axis: 1 });
    const inner = builder.reshape(taken, [batch, group.length * channels, places]);
    const each = builder.emit('FusedMatMul', [inner, outer], { transA: 0, transB: 1 }, { domain: microsoft });
    return builder.emit('ReduceSum', [each, builder.ints([0])], { keepdims: 0 });
  });
  return join(products);
}

/** Rows or columns to add after the last, or to cut off, so that `taps` steps of dy fit exactly. */
const margin = (axis: Axis): number =>
  (axis.taps - 1) * axis.dilation + (axis.outputs - 1) * axis.stride + 1 - axis.size - axis.before;

/**
 * The same of a depthwise convolution, [kh, kw, channels · multiplier]: a convolution of each image's channel by its
 * own part of dy, whose taps lie `stride` apart.
 */
export function depthwiseFilterGradient(builder: Builder, { x, dy }: Images, geometry: Geometry): string {
  const { batch, channels, outChannels, rows, columns } = geometry;
  const extra = [margin(rows), margin(columns)] as const;
  const cut = extra.map((added) => Math.min(added, 0));
  const fitting =
    Math.min(...extra) >= 0
      ? x
      : builder.emit('Slice', [
          x,
          builder.ints([0, 0]),
          builder.ints([rows.size + (cut[0] ?? 0), columns.size + (cut[1] ?? 0)]),
          builder.ints([2, 3]),
        ]);
  const images = builder.reshape(fitting, [
    1,
    batch * channels,
    rows.size + (cut[0] ?? 0),
    columns.size + (cut[1] ?? 0),
  ]);
  const filters = builder.reshape(dy, [batch * outChannels, 1, rows.outputs, columns.outputs]);
  const each = builder.emit('Conv', [images, filters], {
    group: batch * channels,
    kernel_shape: [rows.outputs, columns.outputs],
    dilations: [rows.stride, columns.stride],
    strides: [rows.dilation, columns.dilation],
    pads: [rows.before, columns.before, Math.max(extra[0], 0), Math.max(extra[1], 0)],
  });
  const split = builder.reshape(each, [batch, outChannels, rows.taps, columns.taps]);
  const sum = builder.emit('ReduceSum', [split, builder.ints([0])], { keepdims: 0 });
  return builder.emit('Transpose', [sum], { perm: [1, 2, 0] });
}
