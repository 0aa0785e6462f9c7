import type { Builder } from '../../builder.ts';
import type { Phases } from '../../held.ts';
import type { Call } from '../call.ts';
import { forwardAttributes, type Axis, type Geometry } from '../geometry.ts';
import { affine } from './channels.ts';
import { interleaved } from './input-gradient.ts';
import { nchwc } from './nchwc.ts';

/** Whether a pooling or its gradient is to run on blocked images: where the input of that name is one. */
export const poolsBlocked = (call: Call<unknown>, name: string): boolean =>
  call.builder.block !== null && call.builder.layouts(call.id(name)).has('blocked');

/** Pooling of a blocked image; averages are of the places inside it. */
export function blockedPool(call: Call<unknown>, op: 'MaxPool' | 'AveragePool', geometry: Geometry): void {
  call.give(nchwc(call.builder, op, [call.read('x', 'blocked')], forwardAttributes(geometry)), 'blocked');
}

const sizeOf = ({ batch, channels, rows, columns }: Geometry, block: number) => ({
  batch,
  channels,
  height: rows.size,
  width: columns.size,
  block,
});

/** Gradient of average pooling by windows that tile the image: an equal share for each place. */
export function blockedAverageGradient(call: Call<unknown>, geometry: Geometry): void {
  const { builder } = call;
  const { rows, columns, channels } = geometry;
  const scale = builder.float(Array.from({ length: channels }, () => 1 / (rows.taps * columns.taps)));
  const share = affine(builder, call.read('dy', 'blocked'), sizeOf(geometry, builder.block ?? 1), { scale });
  const scales = { floats: [1, 1, rows.taps, columns.taps] };
  call.give(nchwc(builder, 'Upsample', [share], { scales, mode: 'nearest' }), 'blocked');
}

interface Images {
  readonly x: string;
  readonly dy: string;
}

/**
 * Gradient of max-pooling by windows that tile the image. Place by place in reading order, what is left of dy goes
 * where x is the largest of its window, so that the first of several gets it.
 */
function toLargest(builder: Builder, { x, dy }: Images, geometry: Geometry, block: number): string {
  const { batch, channels, rows, columns } = geometry;
  const blocks = (batch * channels) / block;
  const split = [blocks, rows.outputs, rows.taps, columns.outputs, columns.taps * block];
  const one = [blocks, rows.outputs, 1, columns.outputs, block];
  const view = builder.reshape(x, split);
  const most = builder.reshape(nchwc(builder, 'MaxPool', [x], forwardAttributes(geometry)), one);
  let left = builder.reshape(dy, one);
  const last = rows.taps * columns.taps - 1;
  const phases: string[][] = Array.from({ length: rows.taps }, () => []);
  for (let tap = 0; tap <= last; tap++) {
    const [row, column] = [Math.floor(tap / columns.taps), tap % columns.taps];
    if (tap === last) {
      phases[row]?.push(left);
      break;
    }
    const [from, to, axes] = [
      [row, column * block],
      [row + 1, (column + 1) * block],
      [2, 4],
    ].map((list) => builder.ints(list));
    const places = builder.emit('Slice', [view, from ?? '', to ?? '', axes ?? '']);
    const hit = builder.emit('Mul', [left, builder.cast(builder.emit('Equal', [places, most]), 'float32')]);
    phases[row]?.push(hit);
    left = builder.emit('Sub', [left, hit]);
  }
  return interleaved(builder, phases satisfies Phases, sizeOf(geometry, block));
}

export function blockedMaxGradient(call: Call<unknown>, geometry: Geometry): void {
  const { builder } = call;
  const images = { x: call.read('input', 'blocked'), dy: call.read('dy', 'blocked') };
  call.give(toLargest(builder, images, geometry, builder.block ?? 1), 'blocked');
}

/** Whether the window sees every place exactly once. */
export const tiles = (axis: Axis): boolean =>
  axis.stride === axis.taps && axis.before === 0 && axis.outputs * axis.stride === axis.size;
