import type { ValueId } from '../../../recording/graph.ts';
import type { Builder } from '../../builder.ts';
import { finish, type Held } from '../../held.ts';
import type { Call } from '../call.ts';
import type { Axis, Geometry } from '../geometry.ts';
import { filterGradient } from './filter-gradient.ts';
import { convolve } from './forward.ts';
import { inputGradient } from './input-gradient.ts';
import { narrowFilterGradient } from './narrow-filter-gradient.ts';
import { extended, nchwc, up } from './nchwc.ts';

/** How many times the work may be what it is without channels filled up to blocks, before plain operators win. */
const waste = 2.5;

/** Whether the blocked operators can do a convolution of images with channels filled up, and are the faster ones. */
export function pays(
  { channels, outChannels, rows, columns }: Geometry,
  block: number,
  narrow: boolean,
): boolean {
  const undilated = ({ dilation }: Axis): boolean => dilation === 1;
  const inner = narrow && channels < block ? 1 : up(channels, block) / channels;
  return undilated(rows) && undilated(columns) && (inner * up(outChannels, block)) / outChannels <= waste;
}

/** A blocked image, channels filled up with zeros where they make no whole blocks. */
function image(builder: Builder, id: ValueId, block: number): string {
  const channels = builder.value(id).shape[3] ?? 1;
  if (channels % block === 0) return builder.get(id, 'blocked');
  // It takes fours of channels and fills up the rest itself.
  const fours = extended(builder, builder.get(id, 'nchw'), 4, [[1, up(channels, 4) - channels]]);
  return nchwc(builder, 'ReorderInput', [fours]);
}

/** Gives a blocked result; only whole blocks of channels stay so, as what fills others up is not zero for long. */
function give(call: Call<unknown>, held: Held, block: number): void {
  const channels = call.output.shape[3] ?? 1;
  if (channels % block === 0) call.builder.hold(call.result, held);
  else call.give(nchwc(call.builder, 'ReorderOutput', [finish(held)], { channels }), 'nchw');
}

/** A convolution of inputs `x` and `filter`. False: not here. */
export function blockedForward(call: Call<unknown>, geometry: Geometry): boolean {
  const { builder } = call;
  const { block } = builder;
  if (block === null || !pays(geometry, block, true)) return false;
  // ONNX Runtime blocks filters that never change by itself, and better; only beside images that are blocked here
  // it would have to bring them back.
  const constant = builder.constantOf(call.id('filter')) !== null;
  if (constant && !builder.layouts(call.id('x')).has('blocked')) return false;
  const x = geometry.channels < block ? call.read('x', 'nchw') : image(builder, call.id('x'), block);
  const filter = call.read('filter');
  const emit = (ends: Parameters<typeof convolve>[3]): string =>
    convolve(builder, { x, filter, geometry }, block, ends);
  give(call, { kind: 'convolution', ends: {}, emit }, block);
  return true;
}

/** A convolution's gradient by its input, of inputs `dy` and `filter`. False: not here. */
export function blockedInputGradient(call: Call<unknown>, geometry: Geometry): boolean {
  const { builder } = call;
  const { block } = builder;
  if (block === null || !pays(geometry, block, false)) return false;
  const dy = image(builder, call.id('dy'), block);
  give(call, inputGradient(builder, { dy, filter: call.read('filter'), geometry }, block), block);
  return true;
}

/** A convolution's gradient by its filter, of inputs `x` and `dy`. False: not here. */
export function blockedFilterGradient(call: Call<unknown>, geometry: Geometry): boolean {
  const { builder } = call;
  const { block } = builder;
  if (block === null || !pays(geometry, block, true)) return false;
  const dy = image(builder, call.id('dy'), block);
  call.give(
    geometry.channels < block
      ? narrowFilterGradient(builder, { x: call.read('x'), dy }, geometry, block)
      : filterGradient(builder, { x: image(builder, call.id('x'), block), dy }, geometry, block),
  );
  return true;
}
