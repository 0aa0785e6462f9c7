import type { Builder } from '../../builder.ts';
import type { Axis, Geometry } from '../geometry.ts';
import { extended, nchwc, up } from './nchwc.ts';

/**
 * Output places that a block of dy may have at once. dy is the filter of this convolution and read once a tap: with so
 * many places it stays in the processor's second cache (64 to 512 are as fast; at 1024 half the speed is gone).
 */
const placesAtOnce = 256;

/** Input places after the last that some tap looks at; negative where none looks at the last ones. */
const margin = ({ outputs, stride, taps, size, before }: Axis): number =>
  (outputs - 1) * stride + taps - size - before;

interface Images {
  /** Blocked. */
  readonly x: string;
  /** Blocked. */
  readonly dy: string;
}

/** How the batch and slabs of rows become the channels of the convolution. */
interface Plan {
  readonly block: number;
  readonly geometry: Geometry;
  /** Filled up to whole blocks. */
  readonly batch: number;
  readonly inner: number;
  readonly outer: number;
  /** Rows of dy in a slab. */
  readonly slab: number;
  readonly slabs: number;
}

function planOf(geometry: Geometry, block: number): Plan {
  const { batch, channels, outChannels, rows, columns } = geometry;
  let slab = rows.outputs;
  while (slab > 1 && (rows.outputs % slab !== 0 || slab * columns.outputs > placesAtOnce)) slab--;
  return {
    block,
    geometry,
    batch: up(batch, block),
    inner: up(channels, block),
    outer: up(outChannels, block),
    slab,
    slabs: rows.outputs / slab,
  };
}

/**
 * x as the image of the convolution: [blocks of channels, images × slabs, rows, columns × block], again blocked, with
 * margins where slabs need them, and the rows that a whole image's own margins add.
 */
function imageOf(builder: Builder, x: string, plan: Plan) {
  const { block, batch, inner, slab, slabs, geometry } = plan;
  const { rows, columns } = geometry;
  const [left, right] = [columns.before, margin(columns)];
  const whole = slabs === 1;
  const [top, bottom] = [whole ? 0 : rows.before, whole ? Math.min(margin(rows), 0) : margin(rows)];
  const [height, width] = [rows.size + top + bottom, columns.size + left + right];
  const blocks = inner / block;
  const sides = [top, left, bottom, right];
  let image = x;
  if (sides.some((zeros) => zeros !== 0) || batch !== geometry.batch) {
    if (batch === geometry.batch && Math.min(...sides) >= 0) {
      // Margins by a convolution with ones, which unlike Pad uses all threads.
      const ones = builder.float(
        Array.from({ length: inner }, () => 1),
        [inner, 1, 1, 1],
      );
      image = nchwc(builder, 'Conv', [x, ones], { group: inner, kernel_shape: [1, 1], pads: sides });
    } else {
      const split = builder.reshape(x, [geometry.batch, blocks, rows.size, columns.size * block]);
      const pads = [0, 0, top, left * block, batch - geometry.batch, 0, bottom, right * block];
      image = builder.emit('Pad', [split, builder.ints(pads)]);
    }
  }
  if (whole) {
    const split = builder.reshape(image, [batch, blocks, height, width * block]);
    const turned = builder.emit('Transpose', [split], { perm: [1, 0, 2, 3] });
    return {
      image: nchwc(builder, 'ReorderInput', [turned]),
      pads: [rows.before, 0, Math.max(margin(rows), 0), 0],
    };
  }
  // Rows in the order [channels, images, slabs, image of the block, row of the slab].
  const seen = (slab - 1) * rows.stride + rows.taps;
  const order: number[] = [];
  for (let channel = 0; channel < blocks; channel++)
    for (let images = 0; images < batch; images += block)
      for (let part = 0; part < slabs; part++)
        for (let each = images; each < images + block; each++)
          for (let row = 0; row < seen; row++)
            order.push((each * blocks + channel) * height + part * slab * rows.stride + row);
  const list = builder.constant(Int32Array.from(order), [order.length], 'int32');
  const flat = builder.reshape(image, [batch * blocks * height, width * block]);
  const taken = builder.reshape(builder.emit('Gather', [flat, list], { axis: 0 }), [
    blocks,
    batch * slabs,
    seen,
    width * block,
  ]);
  return { image: nchwc(builder, 'ReorderInput', [taken]), pads: [0, 0, 0, 0] };
}

/**
 * Groups of images whose results are summed: the threads share taps' rows × blocks of x × four blocks of dy, which may
 * be too few for them, or leave one with more than its share.
 */
function groupsOf({ block, batch, inner, outer, geometry }: Plan, threads: number): number {
  const shares = geometry.rows.taps * (inner / block) * Math.ceil(outer / block / 4);
  if (threads === 1) return 1;
  const possible = [1, 2, 4, 8, 16, 32].filter((count) => (batch / block) % count === 0);
  const even = (count: number): boolean => (shares * count) % threads === 0 || shares * count >= 8 * threads;
  return possible.find(even) ?? possible.at(-1) ?? 1;
}

/** dy with a whole number of blocks of images. */
function filled(builder: Builder, dy: string, { batch, outer, geometry }: Plan): string {
  const { rows, columns } = geometry;
  if (batch === geometry.batch) return dy;
  const flat = builder.reshape(dy, [geometry.batch, outer * rows.outputs * columns.outputs]);
  return extended(builder, flat, 2, [[0, batch - geometry.batch]]);
}

/** Every `stride`-th place of x, which is all that a window of one place sees. */
function thinned(builder: Builder, x: string, geometry: Geometry, block: number): Images['x'] | null {
  const { batch, channels, rows, columns } = geometry;
  const even = ({ taps, before, stride, size }: Axis): boolean =>
    taps === 1 && before === 0 && size % stride === 0;
  if (rows.stride * columns.stride === 1 || !even(rows) || !even(columns)) return null;
  const blocks = (batch * up(channels, block)) / block;
  const split = [blocks, rows.outputs, rows.stride, columns.outputs, columns.stride * block];
  const [from, to, axes] = [
    [0, 0],
    [1, block],
    [2, 4],
  ].map((list) => builder.ints(list));
  return builder.emit('Slice', [builder.reshape(x, split), from ?? '', to ?? '', axes ?? '']);
}

/** The filter's gradient, [kh, kw, in, out]: a convolution of x by dy, with images as channels. */
export function filterGradient(builder: Builder, { x, dy }: Images, given: Geometry, block: number): string {
  const thin = thinned(builder, x, given, block);
  const once = (axis: Axis): Axis => ({ ...axis, stride: 1, size: axis.outputs });
  const geometry = thin === null ? given : { ...given, rows: once(given.rows), columns: once(given.columns) };
  const plan = planOf(geometry, block);
  const { batch, inner, outer, slab, slabs } = plan;
  const { rows, columns, channels, outChannels } = geometry;
  const groups = groupsOf(plan, builder.threads);
  const { image, pads } = imageOf(builder, thin ?? x, plan);
  const [innerBlocks, outerBlocks] = [inner / block, outer / block];
  const split = [groups, batch / block / groups, block, outerBlocks, slabs, slab * columns.outputs, block];
  const turned = builder.emit('Transpose', [builder.reshape(filled(builder, dy, plan), split)], {
    perm: [0, 3, 1, 4, 5, 2, 6],
  });
  const filter = builder.reshape(turned, [groups * outer, (batch * slabs) / groups, slab, columns.outputs]);
  const each = nchwc(builder, 'Conv', [image, filter], {
    group: groups,
    kernel_shape: [slab, columns.outputs],
    strides: [1, 1],
    dilations: [rows.stride, block * columns.stride],
    pads,
  });
  const taps = rows.taps * columns.taps;
  const parts = builder.reshape(each, [innerBlocks, groups, outer * taps * block]);
  const sum = groups === 1 ? each : builder.emit('ReduceSum', [parts, builder.ints([1])], { keepdims: 0 });
  const blocks = builder.reshape(sum, [innerBlocks, outerBlocks, taps, block, block]);
  const ordered = builder.emit('Transpose', [blocks], { perm: [2, 0, 3, 1, 4] });
  const whole = builder.reshape(ordered, [rows.taps, columns.taps, inner, outer]);
  if (inner === channels && outer === outChannels) return whole;
  const [from, to, axes] = [
    [0, 0],
    [channels, outChannels],
    [2, 3],
  ].map((list) => builder.ints(list));
  return builder.emit('Slice', [whole, from ?? '', to ?? '', axes ?? '']);
}
