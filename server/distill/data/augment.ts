import type { AugmentPlan } from '../plan.ts';
import { uniforms } from '../random.ts';
import type { Shape } from '../tensors.ts';

/** What the draws of an image are for: `row` is its row in the whole batch. */
export interface AugmentKey {
  readonly seed: number;
  readonly stage: number;
  readonly step: number;
  readonly row: number;
}

/**
 * Changes an image [height, width, channels] by one augmentation after the other. Acts on bytes before they are
 * normalised, so that padding is black as in torchvision's RandomCrop. Draws depend on the key alone.
 */
export function augment(
  pixels: Uint8Array,
  shape: Shape,
  augmentations: readonly AugmentPlan[],
  { seed, stage, step, row }: AugmentKey,
): Uint8Array {
  return augmentations.reduce((image, augmentation, i) => {
    const [first = 0, second = 0] = uniforms({ seed, stage, step, site: `augment/${i}/${row}` }, 2);
    switch (augmentation.kind) {
      case 'pad-crop': {
        const places = 2 * augmentation.pad + 1;
        const down = Math.floor(first * places) - augmentation.pad;
        const right = Math.floor(second * places) - augmentation.pad;
        return shifted(image, shape, down, right);
      }
      case 'flip':
        return first < augmentation.probability ? mirrored(image, shape) : image;
    }
  }, pixels);
}

/** The crop of a padded image that begins `down` and `right` of where the image does; zero outside it. */
export function shifted(pixels: Uint8Array, shape: Shape, down: number, right: number): Uint8Array {
  const [height = 0, width = 0, channels = 0] = shape;
  const out = new Uint8Array(pixels.length);
  const [first, last] = [Math.max(0, -right), Math.min(width, width - right)];
  if (first >= last) return out;
  for (let y = Math.max(0, -down); y < Math.min(height, height - down); y++) {
    const from = (y + down) * width;
    const line = pixels.subarray((from + first + right) * channels, (from + last + right) * channels);
    out.set(line, (y * width + first) * channels);
  }
  return out;
}

/** Left and right exchanged. */
export function mirrored(pixels: Uint8Array, shape: Shape): Uint8Array {
  const [height = 0, width = 0, channels = 0] = shape;
  const out = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels;
      const to = (y * width + width - 1 - x) * channels;
      for (let c = 0; c < channels; c++) out[to + c] = pixels[from + c] ?? 0;
    }
  }
  return out;
}
