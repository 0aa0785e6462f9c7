import type sharp from 'sharp';
import { isJpeg, isPng } from '../../distill/data/image-header.ts';
import type { ImageDecoder } from '../../distill/ports.ts';
import { RetortError } from '../../protocol/failure.ts';
import { say } from '../../text/say.ts';

type Sharp = typeof sharp;

/**
 * sharp is native code, which a package for every platform does without: it is asked for by the first image, so that
 * everything that needs no images runs there.
 */
async function loadSharp(): Promise<Sharp> {
  const loaded = await import('sharp').then(
    (module) => module.default,
    (cause: unknown) => {
      throw new RetortError(
        {
          code: 'no-image-decoder',
          message: say`JPEG and PNG images can’t be decoded here: this package of Retort has no image decoder.`,
          next: say`Install the package of Retort that is made for your platform, or use data that need no decoding (\`idx\`).`,
        },
        { cause },
      );
    },
  );
  // Images are decoded side by side, one a thread of libuv's pool (4, or UV_THREADPOOL_SIZE from the start of the
  // process); threads inside an image would only compete with them. Nothing is decoded twice, so sharp's own cache is
  // memory without use.
  loaded.concurrency(1);
  loaded.cache(false);
  return loaded;
}

let decoder: Promise<Sharp> | undefined;

/**
 * JPEG or PNG to bytes with sharp (libvips). Scaled without keeping the aspect ratio; transparency is dropped; CMYK
 * and 16-bit images become 8-bit colour or greyscale; the camera's orientation note is not followed. Rejects at the
 * decoder's first warning: what it would return then is partly grey. Throws `no-image-decoder` without sharp.
 */
export const decodeImage: ImageDecoder = async (encoded, { height, width, channels }) => {
  if (!isJpeg(encoded) && !isPng(encoded)) throw new Error('it is neither JPEG nor PNG');
  const decode = await (decoder ??= loadSharp());
  const { data, info } = await decode(encoded, { failOn: 'warning' })
    .removeAlpha()
    .resize(width, height, { fit: 'fill' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== channels) throw new Error(`it has ${info.channels} channels, expected ${channels}`);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
};
