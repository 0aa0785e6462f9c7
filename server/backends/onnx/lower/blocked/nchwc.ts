import type { Builder } from '../../builder.ts';
import type { Attribute } from '../../model.ts';

/**
 * Emits an operator of ONNX Runtime's own domain for the blocked layout. Its Conv takes x, filter, bias and sum, and
 * an attribute `activation`; x must be blocked, or [batch, channels, height, width] with fewer channels than a block.
 */
export function nchwc(
  builder: Builder,
  op:
    'Conv' | 'ReorderInput' | 'ReorderOutput' | 'MaxPool' | 'AveragePool' | 'GlobalAveragePool' | 'Upsample',
  inputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>> = {},
): string {
  return builder.emit(op, inputs, attributes, { domain: 'com.microsoft.nchwc' });
}

/** The inputs of a Conv, without trailing empty names. */
export function convInputs(x: string, filter: string, bias?: string, sum?: string): readonly string[] {
  if (sum !== undefined) return [x, filter, bias ?? '', sum];
  return bias === undefined ? [x, filter] : [x, filter, bias];
}

/** The least multiple of the block that holds so many channels. */
export const up = (channels: number, block: number): number => Math.ceil(channels / block) * block;

/** Zeros behind the end of some axes, as [axis, zeros]. */
export function extended(
  builder: Builder,
  name: string,
  rank: number,
  added: readonly (readonly [number, number])[],
): string {
  const zeros = Array.from({ length: 2 * rank }, () => 0);
  for (const [axis, count] of added) zeros[rank + axis] = count;
  return zeros.some((count) => count !== 0) ? builder.emit('Pad', [name, builder.ints(zeros)]) : name;
}

/** Sizes of a blocked image, channels filled up. */
export interface BlockedSize {
  readonly batch: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly block: number;
}
