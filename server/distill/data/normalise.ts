import { RetortError } from '../../protocol/failure.ts';
import type { DataPlan } from '../plan.ts';
import { say } from '../../text/say.ts';

/** A byte has 256 values, so each channel's formula is computed once for each: [channels × 256]. */
export type Scale = Float32Array;

/**
 * x = byte / 255, then (x − mean) / deviation of its channel, in float64 and rounded once.
 * Throws `normalize-channels` when there are more or fewer means or deviations than channels.
 */
export function scaleOf(channels: number, normalize: DataPlan['normalize']): Scale {
  const { mean, deviation } = normalize ?? {
    mean: new Array<number>(channels).fill(0),
    deviation: new Array<number>(channels).fill(1),
  };
  if (mean.length !== channels || deviation.length !== channels) {
    throw new RetortError({
      code: 'normalize-channels',
      message: say`\`normalize\` has ${mean.length} means and ${deviation.length} deviations for ${channels} channels.`,
      next: say`Give one mean and one deviation a channel.`,
    });
  }
  return Float32Array.from({ length: channels * 256 }, (_, i) => {
    const channel = i >>> 8;
    return ((i & 0xff) / 255 - (mean[channel] ?? 0)) / (deviation[channel] ?? 1);
  });
}

/** Writes an image's bytes [height, width, channels] as numbers at `offset` of `out`. */
export function normalise(pixels: Uint8Array, scale: Scale, out: Float32Array, offset: number): void {
  const channels = scale.length >>> 8;
  for (let i = 0; i < pixels.length; i += channels) {
    for (let c = 0; c < channels; c++) {
      out[offset + i + c] = scale[(c << 8) | (pixels[i + c] ?? 0)] ?? 0;
    }
  }
}
