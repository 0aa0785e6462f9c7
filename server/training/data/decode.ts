import sharp from 'sharp';
import { isJpeg, isPng } from '../../distill/data/image-header.ts';
import type { ImageDecoder } from '../../distill/ports.ts';

// Images are decoded side by side, one a thread of libuv's pool (4, or UV_THREADPOOL_SIZE from the start of the
// process); threads inside an image would only compete with them. Nothing is decoded twice, so sharp's own cache is
// memory without use.
sharp.concurrency(1);
sharp.cache(false);

/**
 * JPEG or PNG to bytes with sharp (libvips). Scaled without keeping the aspect ratio; transparency is dropped; CMYK
 * and 16-bit images become 8-bit colour or greyscale; the camera's orientation note is not followed. Rejects at the
 * decoder's first warning: what it would return then is partly grey.
 */
export const decodeImage: ImageDecoder = async (encoded, { height, width, channels }) => {
  if (!isJpeg(encoded) && !isPng(encoded)) throw new Error('it is neither JPEG nor PNG');
  const { data, info } = await sharp(encoded, { failOn: 'warning' })
    .removeAlpha()
    .resize(width, height, { fit: 'fill' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== channels) throw new Error(`it has ${info.channels} channels, expected ${channels}`);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
};
