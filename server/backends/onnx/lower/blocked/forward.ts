import type { Builder } from '../../builder.ts';
import type { Ends } from '../../held.ts';
import { forwardAttributes, type Geometry } from '../geometry.ts';
import { forwardFilter } from './filters.ts';
import { convInputs, nchwc } from './nchwc.ts';

interface Forward {
  /** Blocked, or [batch, channels, height, width] with fewer channels than a block. */
  readonly x: string;
  /** [kh, kw, in, out] */
  readonly filter: string;
  readonly geometry: Geometry;
}

/** A convolution with all that is done in its node; blocked. */
export function convolve(
  builder: Builder,
  { x, filter, geometry }: Forward,
  block: number,
  { scale, bias, sum, relu }: Ends,
): string {
  // A factor a channel goes into the filter, which is smaller than the image.
  const scaled = scale === undefined ? filter : builder.emit('Mul', [filter, scale]);
  const inputs = convInputs(x, forwardFilter(builder, scaled, geometry, block), bias, sum);
  return nchwc(builder, 'Conv', inputs, {
    ...forwardAttributes(geometry),
    ...(relu && { activation: 'Relu' }),
  });
}
