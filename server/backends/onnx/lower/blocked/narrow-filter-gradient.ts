import type { Builder } from '../../builder.ts';
import type { Geometry } from '../geometry.ts';
import { extended, nchwc, up } from './nchwc.ts';

interface Images {
  /** [batch, height, width, channels] */
  readonly x: string;
  /** Blocked. */
  readonly dy: string;
}

/**
 * The filter's gradient, [kh, kw, in, out], of a convolution of a few channels, as a first layer is: its images are
 * taken as rows of columns × channels, so that a tap is a step of as many numbers as there are channels.
 */
export function narrowFilterGradient(
  builder: Builder,
  { x, dy }: Images,
  { batch, channels, outChannels, rows, columns }: Geometry,
  block: number,
): string {
  const [images, outer] = [up(batch, block), up(outChannels, block)];
  const right = (columns.outputs - 1) * columns.stride + columns.taps - columns.size - columns.before;
  const below = (rows.outputs - 1) * rows.stride + rows.taps - rows.size - rows.before;
  const lines = builder.reshape(x, [1, batch, rows.size, columns.size * channels]);
  const left = columns.before * channels;
  const pads = [0, 0, 0, left, 0, images - batch, Math.min(below, 0), right * channels];
  const wide = pads.some((zeros) => zeros !== 0) ? builder.emit('Pad', [lines, builder.ints(pads)]) : lines;
  const places = rows.outputs * columns.outputs;
  const flat = builder.reshape(dy, [batch, outer * places]);
  const filled = extended(builder, flat, 2, [[0, images - batch]]);
  const split = builder.reshape(filled, [images / block, block, outer / block, places, block]);
  const turned = builder.emit('Transpose', [split], { perm: [2, 0, 3, 1, 4] });
  const filter = builder.reshape(turned, [outer, images, rows.outputs, columns.outputs]);
  const each = nchwc(builder, 'Conv', [nchwc(builder, 'ReorderInput', [wide]), filter], {
    kernel_shape: [rows.outputs, columns.outputs],
    strides: [1, 1],
    dilations: [rows.stride, columns.stride * channels],
    pads: [rows.before, 0, Math.max(below, 0), 0],
  });
  const taps = rows.taps * columns.taps * channels;
  const blocks = builder.reshape(each, [outer / block, taps, block]);
  const ordered = builder.emit('Transpose', [blocks], { perm: [1, 0, 2] });
  const whole = builder.reshape(ordered, [rows.taps, columns.taps, channels, outer]);
  if (outer === outChannels) return whole;
  return builder.emit('Slice', [whole, builder.ints([0]), builder.ints([outChannels]), builder.ints([3])]);
}
