import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { backends } from '../../../server/backends/index.ts';
import { loadWeights } from '../../../server/distill/models.ts';
import { bert } from '../../../server/distill/networks/bert.ts';
import { huggingface } from '../../../server/distill/networks/huggingface.ts';
import { bertNames } from '../../../server/distill/networks/huggingface/weights.ts';
import type { Network } from '../../../server/distill/networks/network.ts';
import type { HostTensors } from '../../../server/distill/tensors.ts';
import { nodeFiles } from '../../../server/recipe/files.ts';
import { modelFiles } from '../../../server/training/model-files.ts';
import { compiledAnswers, text } from './encoder.ts';
import { furthest, thrown } from './network.ts';
import { noPyTorch, pytorch } from './pytorch/pytorch.ts';

const encoder = {
  model_type: 'bert',
  architectures: ['BertModel'],
  num_hidden_layers: 2,
  hidden_size: 12,
  num_attention_heads: 3,
  intermediate_size: 20,
  vocab_size: 50,
  max_position_embeddings: 16,
};

const classifier = {
  ...encoder,
  architectures: ['BertForSequenceClassification'],
  id2label: { 0: 'no', 1: 'yes', 2: 'perhaps' },
};

const build = (json: unknown, classes: number | null = null, config: Record<string, unknown> = {}) =>
  huggingface.build({ path: 'folder', ...config }, text(6, classes, { path: json }));

describe('a Hugging Face folder', () => {
  it('is the bert of its sizes', () => {
    const sizes = { blocks: 2, width: 12, heads: 3, feedForward: 20, vocabulary: 50, positions: 16 };
    expect(build(encoder).parameters).toEqual(bert.build(sizes, text(6, null)).parameters);
  });

  it('has the sizes of BERT base where its config leaves them out', () => {
    const words = build({ model_type: 'bert' }).parameters[0];
    expect(words?.shape).toEqual([30_522, 768]);
  });

  it('ends with the encoder when its weights do, whatever classes the data have', () => {
    const network = build(encoder, 2);
    expect([network.classes, network.taps.includes('logits')]).toEqual([null, false]);
  });

  it('brings its own classifier when it has one', () => {
    expect(build(classifier, 3).parameters.at(-1)).toMatchObject({ name: 'classifier.bias', shape: [3] });
    expect(build(classifier).classes).toBe(3);
    expect(build({ ...classifier, id2label: undefined }).classes).toBe(2);
    expect(thrown(() => build(classifier, 2)).code).toBe('class-count');
  });

  it('gets a classifier drawn from the seed when asked, and then is incomplete', () => {
    const { parameters } = build(classifier, 2, { head: 'new' });
    expect(parameters.filter(({ fresh }) => fresh === true).map(({ name }) => name)).toEqual([
      'classifier.weight',
      'classifier.bias',
    ]);
    expect(huggingface.isIncomplete?.({ path: 'folder', head: 'new' })).toBe(true);
    expect(huggingface.isIncomplete?.({ path: 'folder' })).toBe(false);
    expect(thrown(() => build(encoder, null, { head: 'new' })).code).toBe('class-count');
  });

  it.each([
    ['another type', 'unsupported-model', { ...encoder, model_type: 'gpt2' }],
    ['no type', 'unsupported-model', { ...encoder, model_type: undefined }],
    ['no description', 'unsupported-model', undefined],
    ['relative positions', 'unsupported-model', { ...encoder, position_embedding_type: 'relative_key' }],
    ['a decoder', 'unsupported-model', { ...encoder, is_decoder: true }],
    ['another activation', 'bad-config', { ...encoder, hidden_act: 'quick_gelu' }],
    ['sizes that are none', 'bad-config', { ...encoder, hidden_size: '12' }],
    ['heads that do not divide the width', 'bad-config', { ...encoder, num_attention_heads: 5 }],
  ])('is refused with %s', (_, code, json) => {
    expect(thrown(() => build(json)).code).toBe(code);
  });

  it('says which type it is of, and which can be read', () => {
    expect(thrown(() => build({ model_type: 'gpt2' })).message).toBe(
      'The model is of type gpt2; only bert can be read yet.',
    );
  });

  it('has tensors with the prefix or without, and those of old files', () => {
    const names = [
      'embeddings.LayerNorm.gamma',
      'encoder.layer.0.output.LayerNorm.beta',
      'bert.pooler.dense.bias',
      'classifier.weight',
    ];
    expect([...bertNames(names.map((name) => [name, 0] as const)).keys()]).toEqual([
      'bert.embeddings.LayerNorm.weight',
      'bert.encoder.layer.0.output.LayerNorm.bias',
      'bert.pooler.dense.bias',
      'classifier.weight',
    ]);
  });
});

const folder = '../shared/checkpoints/all-MiniLM-L6-v2';
const sentences = '../shared/data/sst2/dev.tsv';
const lacking = [folder, sentences].find((path) => !existsSync(path));
const absent = lacking === undefined ? noPyTorch : `${lacking} is absent`;
const name = (what: string, why: string | null): string => (why === null ? what : `${what} (${why})`);

const json = (file: string): object => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as object;
const lines = (): readonly string[] =>
  readFileSync(sentences, 'utf8')
    .split('\n')
    .slice(0, 100)
    .map((line) => line.slice(0, line.indexOf('\t')));

/** Ids of each line, with [CLS] and [SEP]. */
function wordPieces(): readonly (readonly number[])[] {
  const tokenizer = new Tokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
  return lines().map((line) => tokenizer.encode(line).ids);
}

/** Word pieces, weights and what PyTorch answers are the same for all backends: each is made once. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** Rows of one length, padded with 0. */
function padded(rows: readonly (readonly number[])[], length: number): HostTensors {
  const fill = (value: (row: readonly number[], at: number) => number) => ({
    shape: [rows.length, length],
    data: Int32Array.from(
      rows.flatMap((row) => Array.from({ length }, (_, at) => (at < row.length ? value(row, at) : 0))),
    ),
  });
  return { tokens: fill((row, at) => row[at] ?? 0), mask: fill(() => 1) };
}

const miniLm = (length: number): Network =>
  huggingface.build({ path: folder }, text(length, null, { path: json('config.json') }));

const askPyTorch = (inputs: HostTensors, more: { readonly only?: string } = {}): HostTensors =>
  pytorch('bert', inputs, { model: `${folder}/model.safetensors`, heads: 12, epsilon: 1e-12, ...more });

/** The mean of the hidden states of real tokens, of length 1. */
function sentence(states: Float32Array, width: number, tokens: number): readonly number[] {
  const sum = Array.from({ length: width }, (_, i) =>
    Array.from({ length: tokens }, (_, at) => states[at * width + i] ?? Number.NaN).reduce(
      (a, b) => a + b,
      0,
    ),
  );
  return sum.map((value) => value / Math.hypot(...sum));
}

const [masked, batchSize, width] = [8, 25, 384];
const hidden = Array.from({ length: 7 }, (_, block) => `hidden.${block}`);
const others = ['attention.scores.6', 'attention.probs.6', 'value.6', 'pooled'];

const longest = (rows: readonly (readonly number[])[]): number => Math.max(...rows.map((row) => row.length));

/** Plain JavaScript would take minutes. */
const usable = backends.filter((backend) => backend.name !== 'cpu' && backend.usable().ok);

const rows = once(wordPieces);
const weights = once(() => loadWeights(miniLm(1).parameters, `${folder}/config.json`, modelFiles(nodeFiles)));

const first = once(() => padded(rows().slice(0, masked), longest(rows().slice(0, masked))));
const asked = once(() => askPyTorch(first()));
const whole = once(() => padded(rows(), longest(rows())));
const embeddings = once(() => askPyTorch(whole(), { only: 'sentences' }).sentences?.data ?? []);

describe.skipIf(absent !== null).each(usable)(
  name('all-MiniLM-L6-v2 on $name', absent),
  // PyTorch's start and 90 MB of weights are slow where others work too.
  { timeout: 300_000 },
  (backend) => {
    /** Taps for batches of one length, with the weights as constants. */
    const found = async (batches: readonly HostTensors[], taps: readonly string[]) => {
      const [, length = 0] = batches[0]?.tokens?.shape ?? [];
      const frozen = { network: miniLm(length), values: await weights() };
      return compiledAnswers(await backend.start({ threads: 1 }), frozen, batches, taps);
    };

    it('has the hidden states, scores and probabilities of PyTorch on a masked batch', async () => {
      expect(
        rows()
          .slice(0, masked)
          .some((row) => row.length < longest(rows().slice(0, masked)) / 2),
      ).toBe(true);
      const taps = [...hidden, ...others];
      const [ours = {}] = await found([first()], taps);
      for (const tap of taps) expect(furthest(ours[tap] ?? [], asked()[tap]?.data), tap).toBeLessThan(1e-4);
    });

    it('gives 100 sentences the embeddings of PyTorch', async () => {
      const length = longest(rows());
      const parts = [0, 25, 50, 75].map((from) => padded(rows().slice(from, from + batchSize), length));
      const states = await found(parts, ['hidden.6']);
      const cosines = rows().map((row, at) => {
        const last = states[Math.floor(at / batchSize)]?.['hidden.6'] ?? new Float32Array();
        const own = sentence(last.subarray((at % batchSize) * length * width), width, row.length);
        return own.reduce((sum, value, i) => sum + value * (embeddings()[at * width + i] ?? NaN), 0);
      });
      expect(cosines).toHaveLength(100);
      expect(Math.min(...cosines)).toBeGreaterThan(0.99999);
    });
  },
);

describe('the word pieces of all-MiniLM-L6-v2', () => {
  const noTokenizers =
    lacking === undefined
      ? spawnSync('python3', ['-c', 'import tokenizers']).status === 0
        ? null
        : 'python3 has no tokenizers'
      : `${lacking} is absent`;

  it.skipIf(noTokenizers !== null)(name('are those that Python cuts sentences into', noTokenizers), () => {
    const program = fileURLToPath(new URL('pytorch/word-pieces.py', import.meta.url));
    const { stdout } = spawnSync('python3', ['-B', program, `${folder}/tokenizer.json`], {
      input: lines().join('\n'),
      encoding: 'utf8',
    });
    expect(wordPieces()).toEqual(JSON.parse(stdout));
  });
});
