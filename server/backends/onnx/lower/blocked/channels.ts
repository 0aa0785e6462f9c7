import type { Builder } from '../../builder.ts';
import type { Ends } from '../../held.ts';
import { convInputs, nchwc, type BlockedSize } from './nchwc.ts';

/** The size of an image [batch, height, width, channels] with whole blocks of channels. */
export const blockedSize = (shape: readonly number[], block: number): BlockedSize => {
  const [batch = 1, height = 1, width = 1, channels = 1] = shape;
  return { batch, height, width, channels, block };
};

/** x times a number a channel and the other ends of a convolution, in one pass: a depthwise convolution of one tap. */
export function affine(
  builder: Builder,
  x: string,
  { channels }: BlockedSize,
  { scale, bias, sum, relu }: Ends,
): string {
  const filter =
    scale === undefined
      ? builder.float(
          Array.from({ length: channels }, () => 1),
          [channels, 1, 1, 1],
        )
      : builder.reshape(scale, [channels, 1, 1, 1]);
  return nchwc(builder, 'Conv', convInputs(x, filter, bias, sum), {
    group: channels,
    kernel_shape: [1, 1],
    ...(relu && { activation: 'Relu' }),
  });
}

/** Mean of each channel over batch and places, [channels]: the pooling takes a tenth of what ReduceMean would. */
export const channelMeans = (builder: Builder, x: string): string =>
  builder.emit('ReduceMean', [nchwc(builder, 'GlobalAveragePool', [x]), builder.ints([0, 2, 3])], {
    keepdims: 0,
  });

/**
 * Sum of a·b over batch and places, [channels], without making a·b: a convolution of each image's channel whose filter
 * is the other's.
 */
export function channelProducts(
  builder: Builder,
  a: string,
  b: string,
  { batch, channels, height, width }: BlockedSize,
): string {
  const count = batch * channels;
  const image = builder.reshape(a, [1, count, height, width]);
  const filter = builder.reshape(b, [count, 1, height, width]);
  const each = nchwc(builder, 'Conv', [image, filter], { group: count, kernel_shape: [height, width] });
  const split = builder.reshape(each, [batch, channels]);
  return builder.emit('ReduceSum', [split, builder.ints([0])], { keepdims: 0 });
}
