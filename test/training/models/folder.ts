import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { format } from '../../../server/distill/checkpoints/safetensors.ts';

/** An empty folder for the time of a test, by its real path. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'retort-models-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function write(path: string, content: string | Uint8Array): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

/** A sound file of six numbers. */
export const weights = (metadata: Readonly<Record<string, string>> = {}): Uint8Array =>
  format(
    {
      kernel: { shape: [2, 2], data: Float32Array.of(1, -1, 0.5, 2) },
      bias: { shape: [2], data: Float32Array.of(0, 3) },
    },
    metadata,
  );

/** A safetensors file with this header, whatever it says, and so many bytes of zeros after it. */
export function withHeader(header: unknown, dataBytes = 0): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(dataBytes)]);
}

/** A TensorFlow.js model of one dense layer from two numbers to two, with its weights in `shard`. */
export const layersModel = (shard: string, name = 'answer') => ({
  format: 'layers-model',
  modelTopology: {
    class_name: 'Sequential',
    config: {
      name: 'model',
      layers: [
        {
          class_name: 'Dense',
          config: { name, units: 2, activation: 'linear', use_bias: true, batch_input_shape: [null, 2] },
        },
      ],
    },
  },
  weightsManifest: [
    {
      paths: [shard],
      weights: [
        { name: `${name}/kernel`, shape: [2, 2], dtype: 'float32' },
        {
          name: `${name}/bias`,
          shape: [2],
          dtype: 'float32',
          quantization: { dtype: 'uint8', scale: 0.5, min: -1 },
        },
      ],
    },
  ],
});

/** The shard of `layersModel`: four numbers, then two that are quantised, which mean −1 and 1. */
export const shard = Buffer.concat([Buffer.from(Float32Array.of(1, -1, 0.5, 2).buffer), Buffer.from([0, 4])]);
