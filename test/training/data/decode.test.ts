import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageShape } from '../../../server/distill/data/image-header.ts';
import { decodeImage } from '../../../server/training/data/decode.ts';
import { picture } from '../../distill/data/images.ts';

describe('decoding', () => {
  const own = { height: 6, width: 8, channels: 3 };

  it('gives a PNG’s own bytes back', async () => {
    expect([...(await decodeImage(await picture(10), own)).subarray(0, 6)]).toEqual([10, 50, 90, 15, 55, 95]);
  });

  it('comes close to what a JPEG was made from', async () => {
    const flat = { create: { width: 16, height: 16, channels: 3 as const, background: '#204060' } };
    const jpeg = await sharp(flat).jpeg({ quality: 95 }).toBuffer();
    const pixels = await decodeImage(jpeg, { height: 16, width: 16, channels: 3 });
    for (const [i, value] of pixels.entries()) expect(Math.abs(value - ((i % 3) + 1) * 0x20)).toBeLessThan(3);
  });

  it('repeats a grey value for colour', async () => {
    const pixels = await decodeImage(await picture(10, { channels: 1 }), own);
    expect([...pixels.subarray(0, 6)]).toEqual([10, 10, 10, 15, 15, 15]);
  });

  it('weighs colours for greyscale', async () => {
    const shades = await Promise.all(
      ['#ff0000', '#00ff00', '#0000ff'].map(async (background) => {
        const png = await sharp({ create: { width: 4, height: 4, channels: 3, background } })
          .png()
          .toBuffer();
        return (await decodeImage(png, { height: 4, width: 4, channels: 1 }))[0] ?? 0;
      }),
    );
    const [red = 0, green = 0, blue = 0] = shades;
    expect(green).toBeGreaterThan(red);
    expect(red).toBeGreaterThan(blue);
  });

  it('scales without keeping the aspect ratio', async () => {
    const flat = { create: { width: 30, height: 10, channels: 3 as const, background: '#204060' } };
    const pixels = await decodeImage(await sharp(flat).png().toBuffer(), {
      height: 5,
      width: 5,
      channels: 3,
    });
    expect([...pixels]).toEqual(Array(25).fill([0x20, 0x40, 0x60]).flat());
  });

  it.each([
    ['a palette', (image: Sharp) => image.png({ palette: true })],
    ['16 bits', (image: Sharp) => image.toColourspace('rgb16').png()],
    ['transparency', (image: Sharp) => image.ensureAlpha(0.5).png()],
    ['four inks', (image: Sharp) => image.toColourspace('cmyk').jpeg()],
    ['progressive scans', (image: Sharp) => image.jpeg({ progressive: true })],
  ])('understands %s', async (_, encode) => {
    const flat = sharp({ create: { width: 8, height: 6, channels: 3, background: '#808080' } });
    const encoded = await encode(flat).toBuffer();
    expect(imageShape(encoded)).toEqual([6, 8, 3]);
    const pixels = await decodeImage(encoded, own);
    // Inks have no exact counterpart of a grey.
    for (const value of pixels) expect(Math.abs(value - 0x80)).toBeLessThan(16);
  });

  it.each([
    [
      'a JPEG cut short',
      async () => (await picture(1, { format: 'jpeg', width: 64, height: 64 })).subarray(0, -40),
    ],
    ['a PNG cut short', async () => (await picture(1)).subarray(0, -20)],
    ['a header alone', async () => (await picture(1, { format: 'jpeg' })).subarray(0, 30)],
    ['nothing', () => Promise.resolve(Buffer.alloc(0))],
    [
      'a drawing',
      () => Promise.resolve(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')),
    ],
  ])('rejects %s', async (_, encoded) => {
    await expect(decodeImage(await encoded(), own)).rejects.toThrow();
  });

  it('rejects a PNG with a damaged byte', async () => {
    const damaged = await picture(1, { width: 32, height: 32 });
    damaged[damaged.length - 30] = (damaged[damaged.length - 30] ?? 0) ^ 0xff;
    await expect(decodeImage(damaged, own)).rejects.toThrow();
  });
});
