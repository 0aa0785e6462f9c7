import type { Shape } from '../tensors.ts';

/**
 * Shape [height, width, channels] that a JPEG or PNG file announces, channels 1 for greyscale and 3 for everything
 * else; null when the bytes are neither. No library that runs without a file system tells the channels.
 */
export function imageShape(encoded: Uint8Array): Shape | null {
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  if (isPng(encoded)) return pngShape(view);
  if (isJpeg(encoded)) return jpegShape(view);
  return null;
}

export const isJpeg = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
export const isPng = (bytes: Uint8Array): boolean => signature.every((byte, i) => bytes[i] === byte);

/** IHDR comes first: width, height, depth, colour type, of which 0 and 4 are greyscale (PNG specification §11.2.2). */
function pngShape(view: DataView): Shape | null {
  if (view.byteLength < 26) return null;
  const colour = view.getUint8(25);
  return positive([view.getUint32(20), view.getUint32(16), colour === 0 || colour === 4 ? 1 : 3]);
}

/** Walks the segments to the start of frame, SOF0 … SOF15 without DHT, JPG and DAC (ITU-T T.81, table B.1). */
function jpegShape(view: DataView): Shape | null {
  for (let at = 2; at + 9 < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
    } else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return positive([view.getUint16(at + 5), view.getUint16(at + 7), view.getUint8(at + 9) === 1 ? 1 : 3]);
    } else {
      at += 2 + view.getUint16(at + 2);
    }
  }
  return null;
}

const positive = (shape: Shape): Shape | null => (shape.every((size) => size > 0) ? shape : null);
