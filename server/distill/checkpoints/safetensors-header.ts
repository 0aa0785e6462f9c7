import type { Shape } from '../tensors.ts';
import { badCheckpoint } from './safetensors-error.ts';
import { checkOutline } from './safetensors-json.ts';
import { say } from '../../text/say.ts';

/** Bytes of one element, by the format's name for the type. */
const widths = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
} as const;

export type StoredType = keyof typeof widths;

/** A tensor as the header describes it. */
export interface TensorEntry {
  readonly name: string;
  readonly type: StoredType;
  readonly shape: Shape;
  /** Bytes of the file, from `start` up to `end`. */
  readonly start: number;
  readonly end: number;
}

export interface Header {
  /** In order of their bytes. */
  readonly tensors: readonly TensorEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The format's own cap on the length of a header. */
const longestHeader = 100_000_000;

/**
 * Bytes from the start of the file that hold the header, from the first eight of them.
 * Throws `bad-checkpoint` when that is more than the file or than 100 MB.
 */
export function headerBytes(first: Uint8Array, fileBytes: number): number {
  if (first.byteLength < 8 || fileBytes < 8)
    throw badCheckpoint(say`it has ${fileBytes} bytes, fewer than eight`);
  const length = new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(longestHeader))
    throw badCheckpoint(
      say`its header would be ${length.toString()} bytes long, at most ${longestHeader} are allowed`,
    );
  if (length > BigInt(fileBytes - 8)) {
    throw badCheckpoint(
      say`its header would be ${length.toString()} bytes long, but the file has ${fileBytes}`,
    );
  }
  return 8 + Number(length);
}

/**
 * What a file holds, from its first bytes (at least `headerBytes`) and its size. Everything is checked: names, types,
 * shapes, and that the tensors' bytes fill the rest of the file without gaps or overlaps.
 * Throws `bad-checkpoint`.
 */
export function readHeader(prefix: Uint8Array, fileBytes: number): Header {
  const start = headerBytes(prefix, fileBytes);
  if (prefix.byteLength < start) throw badCheckpoint(say`its header is cut off at byte ${prefix.byteLength}`);
  const entries = Object.entries(parseObject(prefix.subarray(8, start)));
  const metadata = entries.find(([name]) => name === '__metadata__');
  const tensors = entries
    .filter((entry) => entry !== metadata)
    .map(([name, value]) => readEntry(name, value, start))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let position = start;
  for (const tensor of tensors) {
    if (tensor.start !== position) {
      throw badCheckpoint(say`tensor ${tensor.name} starts at byte ${tensor.start}, expected ${position}`);
    }
    position = tensor.end;
  }
  if (position !== fileBytes) throw badCheckpoint(say`its tensors end at byte ${position} of ${fileBytes}`);
  return { tensors, metadata: readMetadata(metadata?.[1] ?? {}) };
}

function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  checkOutline(bytes);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw badCheckpoint(
      say`its header is not JSON (${error instanceof Error ? error.message.slice(0, 80) : ''})`,
    );
  }
  if (!isRecord(value)) throw badCheckpoint(say`its header is not a JSON object`);
  return value;
}

function readEntry(name: string, value: unknown, base: number): TensorEntry {
  // Records by name elsewhere must not be able to lose their prototype to a file.
  if (name === '__proto__') throw badCheckpoint(say`a tensor is named __proto__`);
  if (!isRecord(value)) throw badCheckpoint(say`tensor ${name} has no description`);
  const keys = Object.keys(value).sort().join();
  if (keys !== 'data_offsets,dtype,shape') {
    throw badCheckpoint(
      say`tensor ${name} has the keys ${keys.slice(0, 80)}, expected data_offsets, dtype, shape`,
    );
  }
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isStoredType(dtype))
    throw badCheckpoint(say`tensor ${name} is of the unknown type ${String(dtype).slice(0, 20)}`);
  if (!areSizes(shape)) throw badCheckpoint(say`the shape of tensor ${name} is not a list of sizes`);
  if (!areSizes(offsets)) throw badCheckpoint(say`the offsets of tensor ${name} are not two numbers`);
  const [start, end, ...rest] = offsets;
  if (start === undefined || end === undefined || rest.length > 0 || start > end) {
    throw badCheckpoint(say`the offsets of tensor ${name} are not two ascending numbers`);
  }
  const bytes = byteLength(name, shape, widths[dtype]);
  if (end - start !== bytes) {
    throw badCheckpoint(
      say`tensor ${name} of ${dtype} [${shape.slice(0, 8).join(', ')}] needs ${bytes} bytes, its offsets span ${end - start}`,
    );
  }
  return { name, type: dtype, shape, start: base + start, end: base + end };
}

/** Also refuses [0, 2^60, 2^60], whose product is fine only in one order. */
function byteLength(name: string, shape: Shape, width: number): number {
  let elements = 1;
  let empty = false;
  for (const size of shape) {
    if (size === 0) empty = true;
    else elements *= size;
    if (!Number.isSafeInteger(elements * width))
      throw badCheckpoint(say`the shape of tensor ${name} overflows`);
  }
  return empty ? 0 : elements * width;
}

function readMetadata(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) throw badCheckpoint(say`its __metadata__ is not an object`);
  return Object.fromEntries(
    Object.entries(value).map(([key, text]) => {
      if (typeof text !== 'string' || key === '__proto__') {
        throw badCheckpoint(say`its __metadata__ has a bad entry ${key.slice(0, 40)}`);
      }
      return [key, text];
    }),
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isStoredType = (value: unknown): value is StoredType =>
  typeof value === 'string' && Object.hasOwn(widths, value);

const areSizes = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
