import type { Shape } from '../../distill/tensors.ts';
import type { Files } from '../../distill/ports.ts';

/** A tensor that lies in a file, described and not read. */
export interface StoredTensor {
  readonly name: string;
  /** As the file calls it: `F32`, `float32`. */
  readonly dtype: string;
  readonly shape: Shape;
  /** Numbers from bytes, a whole number of elements; null for types whose values can't be told. */
  readonly decode: ((bytes: Uint8Array) => Iterable<number>) | null;
  /** Bytes of an element. */
  readonly width: number;
  /** Bytes of `weights`, from `start` up to `end`. */
  readonly start: number;
  readonly end: number;
  readonly weights: Weights;
}

/** Weight files one after another, as one range of bytes. */
export interface Weights {
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

/** Bytes from `offset` on, `length` of them, fewer where the files end. */
export async function readBytes(
  { files: parts }: Weights,
  offset: number,
  { length, files }: { readonly length: number; readonly files: Files },
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let [filled, start] = [0, 0];
  for (const { path, bytes: size } of parts) {
    const from = offset + filled - start;
    if (from >= 0 && from < size && filled < length) {
      const part = await files.read(path, { offset: from, length: Math.min(size - from, length - filled) });
      bytes.set(part, filled);
      filled += part.length;
    }
    start += size;
  }
  return bytes.subarray(0, filled);
}
