import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import { pack } from 'tar-stream';

/** Bytes of a small picture with a gradient, a different one for each `shade`. */
export function picture(
  shade: number,
  { format = 'png', width = 8, height = 6, channels = 3 }: Partial<PictureOptions> = {},
): Promise<Buffer> {
  const pixels = Uint8Array.from(
    { length: width * height * channels },
    (_, i) => (shade + 5 * Math.floor(i / channels) + 40 * (i % channels)) % 256,
  );
  const image = sharp(pixels, { raw: { width, height, channels } });
  const coloured = channels === 1 ? image.toColourspace('b-w') : image;
  return (format === 'png' ? coloured.png() : coloured.jpeg({ quality: 95 })).toBuffer();
}

interface PictureOptions {
  readonly format: 'png' | 'jpeg';
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** Writes a tar with the entries in the order given; a name that ends with / is a folder. */
export async function writeTar(
  path: string,
  entries: Readonly<Record<string, Uint8Array | string>>,
): Promise<void> {
  const archive = pack();
  for (const [name, content] of Object.entries(entries)) {
    if (name.endsWith('/')) archive.entry({ name, type: 'directory' });
    else archive.entry({ name }, Buffer.from(content));
  }
  archive.finalize();
  await pipeline(archive, createWriteStream(path));
}
