import { fromHalf } from '../../distill/checkpoints/safetensors-values.ts';
import type { StoredType } from '../../distill/checkpoints/safetensors-header.ts';

type Decode = (bytes: Uint8Array) => Iterable<number>;

/** Typed arrays begin at multiples of their width; bytes read from a file mostly do. */
const aligned = (bytes: Uint8Array, width: number): Uint8Array =>
  bytes.byteOffset % width === 0 ? bytes : bytes.slice();

const whole =
  (
    width: number,
    view: (buffer: ArrayBufferLike, offset: number, length: number) => Iterable<number>,
  ): Decode =>
  (bytes) => {
    const { buffer, byteOffset, byteLength } = aligned(bytes, width);
    return view(buffer, byteOffset, Math.floor(byteLength / width));
  };

const words = (bytes: Uint8Array): Uint16Array => {
  const { buffer, byteOffset, byteLength } = aligned(bytes, 2);
  return new Uint16Array(buffer, byteOffset, Math.floor(byteLength / 2));
};

const bfloat: Decode = (bytes) => {
  const upper = words(bytes);
  const bits = new Uint32Array(upper.length);
  for (let i = 0; i < bits.length; i++) bits[i] = (upper[i] ?? 0) << 16;
  return new Float32Array(bits.buffer);
};

const half: Decode = (bytes) => Float32Array.from(words(bytes), fromHalf);

/** 64-bit integers as float64: exact up to 2^53, which is enough for a histogram. */
const long =
  (
    view: (buffer: ArrayBufferLike, offset: number, length: number) => BigInt64Array | BigUint64Array,
  ): Decode =>
  (bytes) => {
    const { buffer, byteOffset, byteLength } = aligned(bytes, 8);
    return Float64Array.from(view(buffer, byteOffset, Math.floor(byteLength / 8)), Number);
  };

/** How the values of a type are read; null for the 8-bit floats, which nothing here computes with. */
export const decoders: Readonly<Record<StoredType, Decode | null>> = {
  BOOL: whole(1, (buffer, offset, length) => new Uint8Array(buffer, offset, length)),
  U8: whole(1, (buffer, offset, length) => new Uint8Array(buffer, offset, length)),
  I8: whole(1, (buffer, offset, length) => new Int8Array(buffer, offset, length)),
  F8_E5M2: null,
  F8_E4M3: null,
  U16: words,
  I16: whole(2, (buffer, offset, length) => new Int16Array(buffer, offset, length)),
  F16: half,
  BF16: bfloat,
  U32: whole(4, (buffer, offset, length) => new Uint32Array(buffer, offset, length)),
  I32: whole(4, (buffer, offset, length) => new Int32Array(buffer, offset, length)),
  F32: whole(4, (buffer, offset, length) => new Float32Array(buffer, offset, length)),
  U64: long((buffer, offset, length) => new BigUint64Array(buffer, offset, length)),
  I64: long((buffer, offset, length) => new BigInt64Array(buffer, offset, length)),
  F64: whole(8, (buffer, offset, length) => new Float64Array(buffer, offset, length)),
};
