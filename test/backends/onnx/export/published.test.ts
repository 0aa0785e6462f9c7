import { existsSync, readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import { beforeAll, expect, test } from 'vitest';
import { exportModel } from '../../../../server/backends/onnx/export/index.ts';
import { quantise } from '../../../../server/backends/onnx/export/quantise.ts';
import { openModel } from '../../../../server/backends/onnx/export/run.ts';
import { findBackend } from '../../../../server/backends/index.ts';
import { encode } from '../../../../server/backends/onnx/model.ts';
import { loadWeights } from '../../../../server/distill/models.ts';
import { huggingface } from '../../../../server/distill/networks/huggingface.ts';
import type { HostTensors } from '../../../../server/distill/tensors.ts';
import { nodeFiles } from '../../../../server/recipe/files.ts';
import { modelFiles } from '../../../../server/training/model-files.ts';
import { answers, text } from '../../../distill/networks/encoder.ts';

beforeAll(() => findBackend('wasm').start({ threads: 1 }));

const folder = '../shared/checkpoints/all-MiniLM-L6-v2';
const sentences = '../shared/data/sst2/dev.tsv';
const lacking = [folder, sentences].find((path) => !existsSync(path));
const because = lacking === undefined ? '' : ` (${lacking} is absent)`;

const json = (file: string): object => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as object;

const length = 32;

/** Word pieces of some sentences, cut or filled to one length. */
function batch(from: number, to: number): HostTensors {
  const tokenizer = new Tokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
  const rows = readFileSync(sentences, 'utf8')
    .split('\n')
    .slice(from, to)
    .map((line) => tokenizer.encode(line.slice(0, line.indexOf('\t'))).ids.slice(0, length));
  const table = (value: (id: number) => number) => ({
    shape: [rows.length, length],
    data: Int32Array.from(rows.flatMap((row) => Array.from({ length }, (_, at) => value(row[at] ?? 0)))),
  });
  return { tokens: table((id) => id), mask: table((id) => Number(id > 0)) };
}

/** Cosines of the first tokens' last states. */
function cosines(a: ArrayLike<number> = [], b: ArrayLike<number> = []): readonly number[] {
  const width = 384;
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>, row: number): number => {
    let sum = 0;
    for (let i = 0; i < width; i++)
      sum += (x[row * length * width + i] ?? Number.NaN) * (y[row * length * width + i] ?? Number.NaN);
    return sum;
  };
  return Array.from({ length: a.length / width / length }, (_, row) => {
    return dot(a, b, row) / Math.sqrt(dot(a, a, row) * dot(b, b, row));
  });
}

test.skipIf(lacking !== undefined)(
  `a published encoder keeps what it says of sentences, in float32 and in eight bits${because}`,
  async () => {
    const network = huggingface.build({ path: folder }, text(length, null, { path: json('config.json') }));
    const values = await loadWeights(network.parameters, `${folder}/config.json`, modelFiles(nodeFiles));
    const float32 = await exportModel(network, values, {});
    const int8 = await quantise(
      float32,
      (async function* () {
        for (const from of [100, 132]) yield await Promise.resolve(batch(from, from + 32));
      })(),
    );
    const given = batch(0, 16);
    const expected = answers(network, values, given);
    const bytes: number[] = [];
    const found: (readonly number[])[] = [];
    for (const model of [float32, int8]) {
      const content = encode(model);
      const open = await openModel(content, 1);
      const { 'hidden.6': states } = await open.run(given);
      await open.close();
      bytes.push(content.byteLength);
      found.push(cosines(states?.data, expected['hidden.6']?.data));
    }
    expect(Math.min(...(found[0] ?? []))).toBeGreaterThan(0.99999);
    expect(Math.min(...(found[1] ?? []))).toBeGreaterThan(0.98);
    expect((bytes[1] ?? 0) / (bytes[0] ?? 0)).toBeLessThan(0.3);
  },
);
