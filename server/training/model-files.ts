import { createHash } from 'node:crypto';
import { basename, dirname, join, sep } from 'node:path';
import { format, parse, type Checkpoint } from '../distill/checkpoints/safetensors.ts';
import { bertNames, huggingFaceWeights, isHuggingFace } from '../distill/networks/huggingface/weights.ts';
import { layersModelWeights, shardPaths } from '../distill/networks/keras/weights.ts';
import type { Files, ModelFiles } from '../distill/ports.ts';
import type { HostTensors } from '../distill/tensors.ts';
import { plainFailure, RetortError } from '../protocol/failure.ts';
import { makeFolder, replaceFile } from '../runs/durable.ts';
import { say } from '../text/say.ts';

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
        message: say`${basename(path)} is not JSON.`,
        where: path,
        next: say`Name the model.json of a TensorFlow.js layers model, or a Hugging Face folder.`,
      },
      { cause: error },
    );
  }
}

/**
 * Checkpoints on disk: safetensors in and out; in also the weights that belong to a description, the `model.json` of a
 * TensorFlow.js layers model or the `config.json` of a Hugging Face folder.
 */
export function modelFiles(files: Files): ModelFiles {
  const safetensors = async (path: string): Promise<Checkpoint> => {
    try {
      return parse(await files.read(path));
    } catch (error) {
      // The bytes alone don't say which file they are of.
      throw error instanceof RetortError ? new RetortError({ where: path, ...plainFailure(error) }) : error;
    }
  };
  return {
    async load(path) {
      if (!path.endsWith('.json')) return safetensors(path);
      const json = await readJson(files, path);
      if (!isHuggingFace(json)) return { tensors: await layersModelTensors(files, path, json), metadata: {} };
      const { tensors, metadata } = await safetensors(join(dirname(path), huggingFaceWeights));
      return { tensors: Object.fromEntries(bertNames(Object.entries(tensors))), metadata };
    },
    async save(path, tensors, metadata) {
      await makeFolder(dirname(path));
      await replaceFile(path, format(tensors, metadata));
    },
  };
}

async function layersModelTensors(files: Files, path: string, json: unknown): Promise<HostTensors> {
  const folder = dirname(path);
  const shards = shardPaths(json).map((name) => {
    const shard = join(folder, name);
    if (shard.startsWith(folder + sep)) return shard;
    throw new RetortError({
      code: 'bad-layers-model',
      message: say`Its manifest names the weight file ${name}, which is outside the model's folder.`,
      where: path,
      next: say`Save the model again; its weight files lie beside model.json.`,
    });
  });
  return layersModelWeights(json, await Promise.all(shards.map((shard) => files.read(shard))));
}
