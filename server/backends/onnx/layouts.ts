import type { Builder, Layout } from './builder.ts';

export interface Conversion {
  readonly name: string;
  /** Of the recorded value: [batch, height, width, channels]. */
  readonly shape: readonly number[];
  readonly from: Layout;
  readonly to: Layout;
}

/** Emits what brings an image from one layout into another. */
export function convert(builder: Builder, { name, shape, from, to }: Conversion): string {
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
    case 'plain→blocked': {
      if (block === null) break;
      const split = builder.reshape(name, [batch, height, width, channels / block, block]);
      const moved = builder.emit('Transpose', [split], { perm: [0, 3, 1, 2, 4] });
      return builder.reshape(moved, [batch, channels, height, width]);
    }
    case 'blocked→plain': {
      if (block === null) break;
      const split = builder.reshape(name, [batch, channels / block, height, width, block]);
      const moved = builder.emit('Transpose', [split], { perm: [0, 2, 3, 1, 4] });
      return builder.reshape(moved, [...shape]);
    }
    case 'nchw→blocked':
      return convert(builder, {
        name: convert(builder, { name, shape, from, to: 'plain' }),
        shape,
        from: 'plain',
        to,
      });
    case 'blocked→nchw':
      return convert(builder, {
        name: convert(builder, { name, shape, from, to: 'plain' }),
        shape,
        from: 'plain',
        to,
      });
    default:
      return name;
  }
  throw new TypeError('The blocked layout is not in use.');
}
