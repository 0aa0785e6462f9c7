import type { Builder } from '../../builder.ts';
import type { Geometry } from '../geometry.ts';
import { extended, nchwc, up } from './nchwc.ts';

/**
 * A filter [kh, kw, in, out] as the blocked convolution reads it: out / block, in / block, taps, in of a block, out of
 * a block. Fewer input channels than a block stay unblocked.
 */
export function forwardFilter(
  builder: Builder,
  filter: string,
  { channels, outChannels, rows, columns }: Geometry,
  block: number,
): string {
  const taps = rows.taps * columns.taps;
  const outer = up(outChannels, block);
  const inner = channels < block ? channels : up(channels, block);
  const whole = extended(builder, filter, 4, [
    [2, inner - channels],
    [3, outer - outChannels],
  ]);
  const claimed = [outer, inner, rows.taps, columns.taps];
  if (channels < block) {
    const split = builder.reshape(whole, [taps, inner, outer / block, block]);
    return builder.reshape(builder.emit('Transpose', [split], { perm: [2, 1, 0, 3] }), claimed);
  }
  const split = builder.reshape(whole, [taps, inner / block, block, outer / block, block]);
  return builder.reshape(builder.emit('Transpose', [split], { perm: [3, 1, 0, 2, 4] }), claimed);
}

/** Taps of a filter, by row and column, in the order wanted. */
export interface Taps {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/**
 * The filter that turns the output's gradient into the input's: input and output channels swapped, with the taps asked
 * for. Reordering turns the blocks over; then one Gather of whole blocks, which all threads share, does the rest.
 */
export function backwardFilter(
  builder: Builder,
  filter: string,
  { channels, outChannels, rows, columns }: Geometry,
  { block, taps }: { readonly block: number; readonly taps: Taps },
): string {
  const [inner, outer] = [up(channels, block), up(outChannels, block)];
  const [innerBlocks, outerBlocks] = [inner / block, outer / block];
  const whole = extended(builder, filter, 4, [
    [2, inner - channels],
    [3, outer - outChannels],
  ]);
  const flat = builder.reshape(whole, [rows.taps * columns.taps, inner, outer, 1]);
  const blocks = builder.reshape(nchwc(builder, 'ReorderInput', [flat]), [
    rows.taps * columns.taps * innerBlocks * outerBlocks,
    block * block,
  ]);
  const order: number[] = [];
  for (let i = 0; i < innerBlocks; i++)
    for (let o = 0; o < outerBlocks; o++)
      for (const row of taps.rows)
        for (const column of taps.columns)
          order.push(((row * columns.taps + column) * innerBlocks + i) * outerBlocks + o);
  const list = builder.constant(Int32Array.from(order), [order.length], 'int32');
  const taken = builder.emit('Gather', [blocks, list], { axis: 0 });
  return builder.reshape(taken, [inner, outer, taps.rows.length, taps.columns.length]);
}
