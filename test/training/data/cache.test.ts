import { describe, expect, it } from 'vitest';
import { imageFolder } from '../../../server/distill/data/image-folder.ts';
import { nodeFiles } from '../../../server/recipe/files.ts';
import { cached, imageCache } from '../../../server/training/data/cache.ts';
import { decodeImage } from '../../../server/training/data/decode.ts';
import { folderWith } from '../../distill/data/folder.ts';
import { picture } from '../../distill/data/images.ts';

describe('the cache of images', () => {
  it('drops the least recently used first', () => {
    const cache = imageCache(30);
    for (const key of ['a', 'b', 'c']) cache.set(key, new Uint8Array(10));
    cache.get('a');
    cache.set('d', new Uint8Array(10));
    expect(['a', 'b', 'c', 'd'].filter((key) => cache.get(key) !== undefined)).toEqual(['a', 'c', 'd']);
  });

  it('never holds more than its cap', () => {
    const cache = imageCache(1_000);
    for (let i = 0; i < 500; i++) {
      cache.set(`${(i * 7) % 60}`, new Uint8Array((i * 37) % 400));
      expect(cache.bytes).toBeLessThanOrEqual(1_000);
    }
    expect(cache.bytes).toBeGreaterThan(500);
  });

  it('doesn’t keep what is larger than its cap, nor drop the rest for it', () => {
    const cache = imageCache(30);
    cache.set('a', new Uint8Array(10));
    cache.set('b', new Uint8Array(31));
    expect(cache.get('b')).toBeUndefined();
    expect(cache.bytes).toBe(10);
  });

  it('counts an entry that is set again once', () => {
    const cache = imageCache(30);
    for (let i = 0; i < 3; i++) cache.set('a', new Uint8Array(20));
    expect(cache.bytes).toBe(20);
  });

  it('decodes an image once for all who use the same content', async () => {
    const folder = await folderWith({ 'a/1.png': await picture(1), 'a/2.png': await picture(2) });
    let decoded = 0;
    const source = await imageFolder.open({ path: folder }, nodeFiles, (encoded, shape) => {
      decoded++;
      return decodeImage(encoded, shape);
    });
    const cache = imageCache(1_000);
    const first = await cached(source, 'content', cache).image(1);
    expect(await cached(source, 'content', cache).image(1)).toBe(first);
    expect(decoded).toBe(1);
    await cached(source, 'other content', cache).image(1);
    expect(decoded).toBe(2);
  });
});
