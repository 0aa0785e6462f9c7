import { sizeOf, type HostTensor, type HostTensors } from '../../tensors.ts';
import { fromHalf } from '../../checkpoints/safetensors-values.ts';
import { isRecord, own } from './config.ts';
import { importNode } from './import.ts';
import { badModel, readTopology } from './topology.ts';
import { say } from '../../../text/say.ts';

/** Stored types of a manifest and their bytes; the small ones are quantised. */
export const storedWidths = { float32: 4, int32: 4, float16: 2, uint16: 2, uint8: 1 } as const;

type Stored = keyof typeof storedWidths;

export interface ManifestEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly stored: Stored;
  readonly scale: number;
  readonly min: number;
}

export interface ManifestGroup {
  readonly paths: readonly string[];
  readonly weights: readonly ManifestEntry[];
}

/** Shard files of a parsed `model.json`, relative to it, in the order in which `layersModelWeights` wants their bytes. */
export const shardPaths = (modelJson: unknown): readonly string[] =>
  weightGroups(modelJson).flatMap(({ paths }) => paths);

/**
 * Weights of a layers model by the names that the network has for them, dequantised. Throws `bad-layers-model` when
 * shards and manifest don't fit each other or a layer's weight is missing.
 */
export function layersModelWeights(modelJson: unknown, shards: readonly Uint8Array[]): HostTensors {
  const stored = new Map<string, HostTensor>();
  let shard = 0;
  for (const group of weightGroups(modelJson)) {
    const bytes = joined(shards.slice(shard, shard + group.paths.length));
    shard += group.paths.length;
    let offset = 0;
    for (const entry of group.weights) {
      const length = sizeOf(entry.shape) * storedWidths[entry.stored];
      if (!(offset + length <= bytes.byteLength)) {
        throw badModel(say`Its weight files end before ${entry.name} [${entry.shape.join(', ')}] does`);
      }
      stored.set(entry.name, {
        shape: entry.shape,
        data: decodeStored(entry, bytes.slice(offset, offset + length)),
      });
      offset += length;
    }
    if (offset !== bytes.byteLength) {
      throw badModel(
        say`Its weight files have ${bytes.byteLength} bytes, but the manifest describes ${offset}`,
      );
    }
  }
  return Object.fromEntries(
    readTopology(modelJson).nodes.flatMap((keras) =>
      importNode(keras).flatMap(({ name, weights }) =>
        Object.entries(weights).map(([variable, weight]) => {
          const found = stored.get(`${keras.name}/${weight}`);
          if (found === undefined)
            throw badModel(say`its weight ${weight} is missing from the manifest`, keras.name);
          return [`${name}/${variable}`, found];
        }),
      ),
    ),
  );
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}

/** Numbers of an entry, or of a part of one, dequantised. The bytes may become them. */
export function decodeStored(
  { stored, scale, min }: Omit<ManifestEntry, 'name' | 'shape'>,
  bytes: Uint8Array<ArrayBuffer>,
): HostTensor['data'] {
  const { buffer } = bytes;
  switch (stored) {
    case 'float32':
      return new Float32Array(buffer);
    case 'int32':
      return new Int32Array(buffer);
    case 'float16':
      return Float32Array.from(new Uint16Array(buffer), fromHalf);
    case 'uint16':
      return Float32Array.from(new Uint16Array(buffer), (value) => value * scale + min);
    case 'uint8':
      return Float32Array.from(bytes, (value) => value * scale + min);
  }
}

/** Groups of weights as `model.json` lists them: in each, tensors one after another over its shards. Throws `bad-layers-model`. */
export function weightGroups(modelJson: unknown): readonly ManifestGroup[] {
  const groups = own(modelJson, 'weightsManifest');
  if (!Array.isArray(groups)) throw badModel(say`The file has no weightsManifest`);
  return groups.map((group) => {
    const paths = own(group, 'paths');
    const weights = own(group, 'weights');
    if (!Array.isArray(paths) || !Array.isArray(weights))
      throw badModel(say`A group of weightsManifest has no paths or weights`);
    return { paths: paths.map(readPath), weights: weights.map(readEntry) };
  });
}

/** A file beside `model.json` or below it; never anywhere else. */
function readPath(path: unknown): string {
  if (typeof path !== 'string') throw badModel(say`A weight file in weightsManifest has no name`);
  const unsafe = (part: string): boolean => part === '' || part === '..' || /[:\0]/.test(part);
  if (path.split(/[\\/]/).some(unsafe)) {
    throw badModel(say`Its weight file ${JSON.stringify(path.slice(0, 80))} is not a path below model.json`);
  }
  return path;
}

function readEntry(value: unknown): ManifestEntry {
  const name = own(value, 'name');
  const shape = own(value, 'shape');
  const quantization = own(value, 'quantization');
  const stored = isRecord(quantization) ? own(quantization, 'dtype') : own(value, 'dtype');
  const scale = own(quantization, 'scale') ?? 1;
  const min = own(quantization, 'min') ?? 0;
  if (typeof name !== 'string' || !areSizes(shape) || typeof scale !== 'number' || typeof min !== 'number') {
    throw badModel(say`An entry of weightsManifest has no name or shape`);
  }
  if (!isStored(stored))
    throw badModel(say`Weight ${name.slice(0, 80)} is of the unknown type ${String(stored).slice(0, 20)}`);
  return { name, shape, stored, scale, min };
}

const areSizes = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);

const isStored = (value: unknown): value is Stored =>
  typeof value === 'string' && Object.hasOwn(storedWidths, value);
