import type { Source } from '../../distill/data/descriptor.ts';

/** Decoded images by key, at most `capBytes` of them; the least recently used go first. */
export interface ImageCache {
  get(key: string): Uint8Array | undefined;
  /** Takes the array as its own. An image larger than the cap is not kept. */
  set(key: string, pixels: Uint8Array): void;
  /** Bytes held. */
  readonly bytes: number;
}

export function imageCache(capBytes: number): ImageCache {
  // A Map iterates in the order of insertion, so an entry that is put back becomes the most recent.
  const images = new Map<string, Uint8Array>();
  let bytes = 0;
  const drop = (key: string): Uint8Array | undefined => {
    const pixels = images.get(key);
    if (pixels !== undefined) {
      images.delete(key);
      bytes -= pixels.byteLength;
    }
    return pixels;
  };
  const put = (key: string, pixels: Uint8Array): void => {
    images.set(key, pixels);
    bytes += pixels.byteLength;
  };
  return {
    get bytes() {
      return bytes;
    },
    get(key) {
      const pixels = drop(key);
      if (pixels !== undefined) put(key, pixels);
      return pixels;
    },
    set(key, pixels) {
      drop(key);
      if (pixels.byteLength > capBytes) return;
      for (const oldest of images.keys()) {
        if (bytes + pixels.byteLength <= capBytes) break;
        drop(oldest);
      }
      put(key, pixels);
    },
  };
}

/**
 * A source that decodes an image only when the cache lacks it. `key` is the hash of the content (`DataPlan.key`), so
 * that data sets of the same files share what is decoded.
 */
export function cached(source: Source, key: string, cache: ImageCache): Source {
  if (source.resident === true) return source;
  return {
    ...source,
    async image(index) {
      const place = `${key}/${index}`;
      const known = cache.get(place);
      if (known !== undefined) return known;
      const pixels = await source.image(index);
      cache.set(place, pixels);
      return pixels;
    },
  };
}
