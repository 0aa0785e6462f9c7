import { createHash } from 'node:crypto';
import { basename, dirname, join, sep } from 'node:path';
import { format, parse } from '../distill/checkpoints/safetensors.ts';
import { layersModelWeights, shardPaths } from '../distill/networks/keras/weights.ts';
import type { Files, ModelFiles } from '../distill/ports.ts';
import type { HostTensors } from '../distill/tensors.ts';
import { RetortError } from '../protocol/failure.ts';
import { makeFolder, replaceFile } from '../runs/durable.ts';

/** SHA-256, lower-case hexadecimal. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Parsed JSON. Throws RetortError `bad-json`, and what reading throws. */
export async function readJson(files: Files, path: string): Promise<unknown> {
  const text = new TextDecoder().decode(await files.read(path));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RetortError(
      {
        code: 'bad-json',
        message: `${basename(path)} is not JSON.`,
        where: path,
        next: 'Name the model.json of a TensorFlow.js layers model.',
      },
      { cause: error },
    );
  }
}

/** Checkpoints on disk: safetensors in and out, the weights of a TensorFlow.js layers model (`model.json`) in. */
export function modelFiles(files: Files): ModelFiles {
  return {
    async load(path) {
      if (path.endsWith('.json')) return { tensors: await layersModelTensors(files, path), metadata: {} };
      try {
        return parse(await files.read(path));
      } catch (error) {
        throw error instanceof RetortError ? placed(error, path) : error;
      }
    },
    async save(path, tensors, metadata) {
      await makeFolder(dirname(path));
      await replaceFile(path, format(tensors, metadata));
    },
  };
}

/** The same failure with the file it is about. */
const placed = ({ code, message, next, where }: RetortError, path: string): RetortError =>
  new RetortError({ code, message, next, where: where ?? path });

async function layersModelTensors(files: Files, path: string): Promise<HostTensors> {
  const json = await readJson(files, path);
  const folder = dirname(path);
  const shards = shardPaths(json).map((name) => {
    const shard = join(folder, name);
    if (shard.startsWith(folder + sep)) return shard;
    throw new RetortError({
      code: 'bad-layers-model',
      message: `Its manifest names the weight file ${name}, which is outside the model's folder.`,
      where: path,
      next: 'Save the model again; its weight files lie beside model.json.',
    });
  });
  return layersModelWeights(json, await Promise.all(shards.map((shard) => files.read(shard))));
}
