import type { DataPlan } from '../plan.ts';
import type { FoundDisagreement } from '../ports.ts';

type Picture = NonNullable<FoundDisagreement['image']>;

/** Pixels on a side; larger images are made smaller by a whole number. */
const mostPixels = 64;

/** The field among `inputs` that holds images of gray or colour, if any. */
export const imageFieldOf = (data: DataPlan | undefined, inputs: readonly string[]): string | null =>
  inputs.find((input) => {
    const shape = data?.fields[input]?.shape ?? [];
    return shape.length === 3 && (shape[2] === 1 || shape[2] === 3);
  }) ?? null;

/** An image as people know it: 8 bits a channel, without the normalisation of its data set. */
export function asImage(
  data: DataPlan | undefined,
  { shape: [height = 0, width = 0, depth], values }: { shape: readonly number[]; values: Float32Array },
): Picture {
  const channels = depth === 3 ? 3 : 1;
  const step = Math.ceil(Math.max(height, width) / mostPixels);
  const [rows, columns] = [Math.ceil(height / step), Math.ceil(width / step)];
  const pixels = new Uint8Array(rows * columns * channels);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      for (let c = 0; c < channels; c++) {
        const mean = boxMean(values, { y, x, c, step, height, width, channels });
        const { mean: shift = 0, deviation: scale = 1 } = channelOf(data, c);
        pixels[(y * columns + x) * channels + c] = Math.min(
          255,
          Math.max(0, Math.round(255 * (mean * scale + shift))),
        );
      }
    }
  }
  return { width: columns, height: rows, channels, pixels };
}

const channelOf = (data: DataPlan | undefined, c: number): { mean?: number; deviation?: number } => ({
  mean: data?.normalize?.mean[c] ?? 0,
  deviation: data?.normalize?.deviation[c] ?? 1,
});

/** Mean of the `step` × `step` pixels that become one, fewer at the border. */
function boxMean(
  values: Float32Array,
  at: Readonly<Record<'y' | 'x' | 'c' | 'step' | 'height' | 'width' | 'channels', number>>,
): number {
  let [sum, count] = [0, 0];
  for (let y = at.y * at.step; y < Math.min(at.height, (at.y + 1) * at.step); y++) {
    for (let x = at.x * at.step; x < Math.min(at.width, (at.x + 1) * at.step); x++) {
      sum += values[(y * at.width + x) * at.channels + at.c] ?? 0;
      count++;
    }
  }
  return sum / count;
}
