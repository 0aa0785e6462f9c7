import { dirname, join } from 'node:path';
import { layersModel } from '../../distill/networks/layers-model.ts';
import { own } from '../../distill/networks/keras/config.ts';
import { importNodes } from '../../distill/networks/keras/import.ts';
import { readTopology } from '../../distill/networks/keras/topology.ts';
import {
  decodeStored,
  storedWidths,
  weightGroups,
  type ManifestEntry,
} from '../../distill/networks/keras/weights.ts';
import type { Files } from '../../distill/ports.ts';
import { sizeOf } from '../../distill/tensors.ts';
import { measure } from '../../backends/recording/measure.ts';
import { RetortError } from '../../protocol/failure.ts';
import { listsWeights } from '../../recipe/resolved/weights.ts';
import { readDescription } from './description.ts';
import { failing } from './failing.ts';
import type { Outline, OwnNetwork } from './outline.ts';
import type { StoredTensor, Weights } from './stored.ts';
import { say } from '../../text/say.ts';

/**
 * A TensorFlow.js layers or graph model. Null for JSON that describes something else.
 * Throws `bad-json`, `bad-layers-model`, `missing-file`.
 */
export async function tensorflowOutline(path: string, files: Files): Promise<Outline | null> {
  const json = await readDescription(path, files);
  if (own(json, 'modelTopology') === undefined && own(json, 'weightsManifest') === undefined) return null;
  const isGraph = own(json, 'format') === 'graph-model';
  const groups = listsWeights(json) ? weightGroups(json) : [];
  const tensors: StoredTensor[] = [];
  const weightFiles: string[] = [];
  let bytes = (await files.stat(path))?.bytes ?? 0;
  for (const { paths, weights } of groups) {
    const shards = await sizesOf(
      paths.map((shard) => join(dirname(path), shard)),
      files,
    );
    const end = describe(weights, shards, tensors);
    const size = shards.files.reduce((sum, file) => sum + file.bytes, 0);
    if (end !== size) {
      throw new RetortError({
        code: 'bad-layers-model',
        message: say`Its weight files have ${size} bytes, but the manifest describes ${end}.`,
        where: path,
        next: say`Copy all files of the model again.`,
      });
    }
    weightFiles.push(...shards.files.map((file) => file.path));
    bytes += size;
  }
  const network = isGraph ? { value: null, failure: null } : failing(() => ownNetwork(path, json));
  return {
    format: isGraph ? 'graph-model' : 'layers-model',
    bytes,
    tensors: groups.length === 0 ? null : tensors,
    weightFiles,
    metadata: {},
    network: network.value,
    failure: network.failure,
  };
}

async function sizesOf(paths: readonly string[], files: Files): Promise<Weights> {
  const sizes = await Promise.all(
    paths.map(async (path) => {
      const entry = await files.stat(path);
      if (entry?.kind === 'file') return { path, bytes: entry.bytes };
      throw new RetortError({
        code: 'missing-file',
        message: say`Its weight file ${path} does not exist.`,
        where: path,
        next: say`Copy all files of the model: its weights lie beside model.json.`,
      });
    }),
  );
  return { files: sizes };
}

/** Adds the tensors of a group, which lie one after another in its shards; returns where the last ends. */
function describe(entries: readonly ManifestEntry[], weights: Weights, tensors: StoredTensor[]): number {
  let offset = 0;
  for (const entry of entries) {
    const { name, shape, stored } = entry;
    const width = storedWidths[stored];
    const end = offset + sizeOf(shape) * width;
    const decode = (bytes: Uint8Array): Iterable<number> => decodeStored(entry, bytes.slice());
    tensors.push({ name, dtype: stored, shape, decode, width, start: offset, end, weights });
    offset = end;
  }
  return offset;
}

function ownNetwork(path: string, json: unknown): OwnNetwork {
  const topology = readTopology(json);
  importNodes(topology);
  const { shape } = topology.input;
  return {
    recipe: { kind: 'layers-model', path },
    taps() {
      const sizes = shape.filter((size) => size !== null);
      if (sizes.length < shape.length) return null;
      const fields = { image: { shape: sizes, dtype: 'float32' } } as const;
      return measure(layersModel.build({ path }, { fields, classes: null, files: { path: json } })).taps;
    },
  };
}
