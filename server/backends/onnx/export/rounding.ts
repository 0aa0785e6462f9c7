import { sizeOf } from '../../../distill/tensors.ts';
import type { Initializer } from '../model.ts';
import type { Range } from './calibrate.ts';

/** value = step · (integer − zero). */
export interface Scale {
  readonly step: number;
  readonly zero: number;
}

/** A uint8 scale that reaches from the least to the greatest value and has 0 exactly, which padding is made of. */
export function roundActivation({ least, greatest }: Range): Scale {
  const [low, high] = [Math.min(least, 0), Math.max(greatest, 0)];
  const step = Math.fround((high - low) / 255) || 1;
  return { step, zero: Math.min(255, Math.max(0, Math.round(-low / step))) };
}

/**
 * Largest integer of a weight: seven bits. Processors with AVX2 or AVX-512 and without VNNI add two products of uint8
 * and int8 in 16 bits, and 2 · 255 · 127 would not fit: a model would answer differently, and worse, elsewhere.
 */
const largest = 64;

export interface RoundedWeight {
  readonly integers: Int8Array<ArrayBuffer>;
  /** Value of 1 in each channel. */
  readonly steps: Float32Array<ArrayBuffer>;
  /** In steps of the channel times that of the activation, as the sums that they are added to. */
  readonly biases: Int32Array<ArrayBuffer> | null;
}

/** Symmetric integers with a step a channel, which is an axis of a weight. */
export function roundWeight(
  { shape, data }: Initializer,
  axis: 0 | 1,
  { step, bias }: { readonly step: number; readonly bias: Float32Array | null },
): RoundedWeight {
  const values = new Float32Array(data.buffer, data.byteOffset, sizeOf(shape));
  const channels = shape[axis] ?? 1;
  const inner = sizeOf(shape.slice(axis + 1));
  const channelOf = (index: number): number => Math.floor(index / inner) % channels;
  const peaks = new Float32Array(channels);
  values.forEach((value, index) => {
    const channel = channelOf(index);
    peaks[channel] = Math.max(peaks[channel] ?? 0, Math.abs(value));
  });
  const steps = peaks.map((peak, channel) => {
    // A bias that dwarfs its weights has to fit into 32 bits.
    const least = Math.abs(bias?.[channel] ?? 0) / (step * 2 ** 30);
    return Math.max(peak / largest, least) || 1;
  });
  const integers = Int8Array.from(values, (value, index) =>
    Math.round(value / (steps[channelOf(index)] ?? 1)),
  );
  const biases =
    bias === null
      ? null
      : Int32Array.from(bias, (value, channel) => Math.round(value / (step * (steps[channel] ?? 1))));
  return { integers, steps, biases };
}

/** A table of embeddings with a step a row. Nothing is summed in 16 bits here, so all eight bits are used. */
export function roundRows({ shape: [rows = 0, width = 0], data }: Initializer) {
  const values = new Float32Array(data.buffer, data.byteOffset, rows * width);
  const steps = Float32Array.from({ length: rows }, (_, row) => {
    const peak = values
      .subarray(row * width, (row + 1) * width)
      .reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return peak / 127 || 1;
  });
  const integers = Int8Array.from(values, (value, index) =>
    Math.round(value / (steps[Math.floor(index / width)] ?? 1)),
  );
  return { integers, steps };
}
