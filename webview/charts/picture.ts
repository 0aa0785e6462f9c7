import type { Disagreement } from '../../server/protocol/training.ts';
import { element } from '../dom.ts';

type Image = NonNullable<Disagreement['image']>;

/** Larger would fill the browser's memory for a picture of a few millimetres. */
const mostPixels = 1024 * 1024;

/** Colour and opacity of every pixel; null where the bytes aren't those of such an image. */
export function pixelsOf({ width, height, channels, pixels }: Image): Uint8ClampedArray<ArrayBuffer> | null {
  const count = width * height;
  if (!Number.isInteger(count) || count < 1 || count > mostPixels) return null;
  const bytes = atob(pixels);
  if (bytes.length !== count * channels) return null;
  const rgba = new Uint8ClampedArray(count * 4);
  for (let pixel = 0; pixel < count; pixel++) {
    for (let part = 0; part < 3; part++)
      rgba[pixel * 4 + part] = bytes.charCodeAt(pixel * channels + (channels === 1 ? 0 : part));
    rgba[pixel * 4 + 3] = 255;
  }
  return rgba;
}

/** An image on a canvas with hard edges; a dash where it can't be shown. */
export function picture(image: Image, description: string): HTMLElement {
  const pixels = pixelsOf(image);
  if (pixels === null) return element('span', {}, '–');
  const { width, height } = image;
  const canvas = element('canvas', {
    class: 'picture',
    width,
    height,
    role: 'img',
    'aria-label': description,
  });
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas;
}
