import type { Builder, Layout } from './builder.ts';
import { nchwc } from './lower/blocked/nchwc.ts';
import { imageOf, rowsShape } from './matrices.ts';

export interface Conversion {
  readonly name: string;
  /** Of the recorded value: [batch, height, width, channels]. */
  readonly shape: readonly number[];
  readonly from: Layout;
  readonly to: Layout;
}

/** Emits what brings an image or a matrix from one layout into another. */
export function convert(builder: Builder, { name, shape, from, to }: Conversion): string {
  if (from === 'rows' || to === 'rows') return convertMatrix(builder, { name, shape, from, to });
  const [batch = 1, height = 1, width = 1, channels = 1] = shape;
  const { block } = builder;
  // Nothing moves where there is one place or one channel.
  const still = height * width === 1 || channels === 1;
  switch (`${from}→${to}` as const) {
    case 'plain→nchw':
      if (still) return builder.reshape(name, [batch, channels, height, width]);
      return builder.emit('Transpose', [name], { perm: [0, 3, 1, 2] });
    case 'nchw→plain':
      if (still) return builder.reshape(name, shape);
      return builder.emit('Transpose', [name], { perm: [0, 2, 3, 1] });
    // ReorderInput is the one operator of these that uses all threads.
    case 'plain→blocked':
      return nchwc(builder, 'ReorderInput', [name], { channels_last: 1 });
    case 'nchw→blocked':
      return nchwc(builder, 'ReorderInput', [name]);
    case 'blocked→nchw':
      return nchwc(builder, 'ReorderOutput', [name], { channels });
    case 'blocked→plain': {
      if (block === null) break;
      // Taken as an image of channels / block rows whose channels are all places, reordering exchanges the two.
      const rows = builder.reshape(name, [batch, channels / block, 1, height * width * block]);
      return builder.reshape(nchwc(builder, 'ReorderInput', [rows], { channels_last: 1 }), shape);
    }
    default:
      return name;
  }
  throw new TypeError('The blocked layout is not in use.');
}

/** A matrix in rows is the blocked image of the matrix. */
function convertMatrix(builder: Builder, { name, shape, from, to }: Conversion): string {
  const image = imageOf(shape);
  const as = (layout: Layout): Layout => (layout === 'rows' ? 'blocked' : layout);
  const given = from === 'plain' ? builder.reshape(name, image) : name;
  const moved = convert(builder, { name: given, shape: image, from: as(from), to: as(to) });
  return builder.reshape(moved, to === 'rows' ? rowsShape(shape) : shape);
}
