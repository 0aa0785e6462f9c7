import type { HostTensors } from '../tensors.ts';
import { badCheckpoint } from './safetensors-error.ts';
import { readHeader } from './safetensors-header.ts';
import { readValues } from './safetensors-values.ts';
import { say } from '../../text/say.ts';

export { headerBytes, readHeader, type Header, type TensorEntry } from './safetensors-header.ts';

/** Tensors and metadata of a safetensors file. */
export interface Checkpoint {
  readonly tensors: HostTensors;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a whole file: F32, F16 and BF16 as float32, I32 and I64 as int32.
 * Throws RetortErrors `bad-checkpoint` and `unsupported-dtype`, nothing else, whatever the bytes.
 * Source: huggingface/safetensors, README, "Format".
 */
export function parse(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = readHeader(bytes, bytes.byteLength);
  return {
    tensors: Object.fromEntries(tensors.map((entry) => [entry.name, readValues(bytes, entry)])),
    metadata,
  };
}

/**
 * A safetensors file: F32 and I32, tensors sorted by name, so that equal tensors give equal bytes. The header is
 * padded with spaces so that the data start at a multiple of eight bytes.
 */
export function format(tensors: HostTensors, metadata: Readonly<Record<string, string>>): Uint8Array {
  const sorted = Object.entries(tensors).sort(([a], [b]) => (a < b ? -1 : 1));
  const hasMetadata = Object.keys(metadata).length > 0;
  const header: [string, unknown][] = hasMetadata ? [['__metadata__', sortedKeys(metadata)]] : [];
  let offset = 0;
  for (const [name, { shape, data }] of sorted) {
    if (name === '__metadata__' || name === '__proto__') throw badCheckpoint(say`a tensor is named ${name}`);
    const end = offset + data.byteLength;
    const dtype = data instanceof Int32Array ? 'I32' : 'F32';
    header.push([name, { dtype, shape, data_offsets: [offset, end] }]);
    offset = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const start = 8 + Math.ceil(json.byteLength / 8) * 8;
  const file = new Uint8Array(start + offset).fill(0x20, 0, start);
  new DataView(file.buffer).setBigUint64(0, BigInt(start - 8), true);
  file.set(json, 8);
  let position = start;
  for (const [, { data }] of sorted) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return file;
}

const sortedKeys = (record: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
