import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Type from 'typebox';
import { describe, expect, onTestFinished, test } from 'vitest';
import { format } from '../../server/distill/checkpoints/safetensors.ts';
import { source } from '../../server/distill/data/descriptor.ts';
import { buildNetworks, startingWeights } from '../../server/distill/models.ts';
import { bert } from '../../server/distill/networks/bert.ts';
import { initialise } from '../../server/distill/networks/initialise.ts';
import type { HostTensors } from '../../server/distill/tensors.ts';
import { builtIn, type Catalogue } from '../../server/recipe/catalogue.ts';
import { check } from '../../server/recipe/check.ts';
import { nodeFiles } from '../../server/recipe/files.ts';
import { gather } from '../../server/recipe/gather.ts';
import { parse } from '../../server/recipe/parse.ts';
import { plan } from '../../server/recipe/plan.ts';
import { modelFiles, readJson } from '../../server/training/model-files.ts';
import { recipePath } from './recipes.ts';

const fields = {
  tokens: { shape: [6], dtype: 'int32' },
  mask: { shape: [6], dtype: 'int32' },
  label: { shape: [], dtype: 'int32' },
} as const;

/** Labelled samples of six tokens, one a line of a file. */
const tokens = source({
  source: 'tokens',
  summary: 'Samples of six tokens',
  config: Type.Object({ path: Type.String() }),
  paths: { path: { endings: ['.tokens'] } },
  inspect: async ({ path }, files) => {
    const size = new TextDecoder().decode(await files.read(path)).split('\n').length;
    return { size, classes: 2, fields, files: [path] };
  },
  open: () => Promise.reject(new Error('Nothing is trained here.')),
});

const catalogue: Catalogue = { ...builtIn, sources: [...builtIn.sources, tokens] };

const sizes = { blocks: 2, width: 12, heads: 3, feedForward: 20, vocabulary: 50, positions: 16 };
const context = { fields, classes: null, files: {} };
const encoder = initialise(bert.build(sizes, context).parameters, { seed: 9, model: 'published' });
const description = {
  model_type: 'bert',
  architectures: ['BertModel'],
  num_hidden_layers: 2,
  hidden_size: 12,
  num_attention_heads: 3,
  intermediate_size: 20,
  vocab_size: 50,
  max_position_embeddings: 16,
};

const unprefixed = (tensors: HostTensors): HostTensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name.replace(/^bert\./, ''), value]));

interface Files {
  readonly config?: unknown;
  readonly tensors?: HostTensors | null;
}

/** A folder with data, and the Hugging Face folder `published` beside them. */
async function published({ config = description, tensors = encoder }: Files = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'retort-huggingface-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'samples'), 'sample\n'.repeat(5999));
  await writeFile(join(folder, 'others'), 'other\n'.repeat(999));
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  if (tensors !== null) await writeFile(join(folder, 'model.safetensors'), format(tensors, {}));
  return folder;
}

const recipe = (folder: string, big: string, small: string): string => `version: 1
name: Half an encoder
data:
  train: { source: tokens, path: ${folder}/samples, skip: 1000 }
  val:   { source: tokens, path: ${folder}/samples, take: 1000 }
  test:  { source: tokens, path: ${folder}/others }
models:
  big:   { network: { kind: huggingface, path: ${folder}${big} } }
  small: ${small}
stages:
  - name: distil
    train: small
    teachers: big
    data: train
    length: 1 epoch
    optimizer: { kind: adamw, rate: 0.001 }
    losses:
      - { loss: hard, weight: 0.5 }
      - { loss: hint, weight: 0.5, pairs: [[hidden.1, hidden.2]] }
evaluate: { data: [val, test], metrics: [accuracy], select: { metric: accuracy, data: val } }
`;

const student =
  '{ network: { kind: bert, blocks: 1, width: 12, heads: 3, feedForward: 20, vocabulary: 50, positions: 16 }, init: { from: big, blocks: { 1: 2 } } }';

const gathered = async (text: string) => {
  const document = parse(text);
  return { document, facts: await gather(document, recipePath, undefined, { catalogue }) };
};

async function problems(text: string): Promise<readonly string[]> {
  const { document, facts } = await gathered(text);
  const checked = check(document, facts, catalogue);
  expect(checked.needs).toEqual([]);
  return checked.problems.map(({ code, range }) => `${code}: ${text.slice(range.start, range.end)}`);
}

/** Start values of every model, as a worker gets them. */
async function start(text: string): Promise<ReadonlyMap<string, HostTensors>> {
  const { document, facts } = await gathered(text);
  const planned = plan(document, facts, { backend: { name: 'wasm', threads: () => 1 } }, catalogue);
  const weights = new Map<string, HostTensors>();
  const networks = await buildNetworks(planned, (path) => readJson(nodeFiles, path));
  for (const [id, network] of networks) {
    const around = { seed: 1, models: modelFiles(nodeFiles), trained: weights };
    weights.set(id, await startingWeights(planned, id, network, around));
  }
  return weights;
}

describe('a recipe with a Hugging Face folder', () => {
  test('checks clean, and starts from its weights and its second block', async () => {
    const text = recipe(await published({ tensors: unprefixed(encoder) }), '', student);
    expect(await problems(text)).toEqual([]);
    const weights = await start(text);
    expect(weights.get('big')).toEqual(encoder);
    const own = (part: string) => weights.get('small')?.[`bert.encoder.layer.0.${part}`];
    for (const part of ['attention.self.query.weight', 'output.LayerNorm.bias']) {
      expect(own(part)).toEqual(encoder[`bert.encoder.layer.1.${part}`]);
    }
    expect(weights.get('small')?.['bert.embeddings.word_embeddings.weight']).toEqual(
      encoder['bert.embeddings.word_embeddings.weight'],
    );
    expect(weights.get('small')?.['classifier.weight']?.shape).toEqual([2, 12]);
  });

  test('copies no block that is not there', async () => {
    const small = student.replace('1: 2', '1: 3');
    expect(await problems(recipe(await published(), '', small))).toEqual([
      'init-does-not-fit: { from: big, blocks: { 1: 3 } }',
    ]);
  });

  test('trains a published encoder under a new head, the same on every start', async () => {
    const folder = await published();
    const small = `{ network: { kind: huggingface, path: ${folder}, head: new } }`;
    const text = recipe(folder, '', small);
    expect(await problems(text)).toEqual([]);
    const weights = (await start(text)).get('small') ?? {};
    expect({ ...weights, ...encoder }).toEqual(weights);
    expect(weights['classifier.weight']?.shape).toEqual([2, 12]);
    expect((await start(text)).get('small')).toEqual(weights);
  });

  test('lets no encoder teach under a head that was never trained', async () => {
    const folder = await published();
    expect(await problems(recipe(folder, ', head: new', student))).toContain('untrained-teacher: big');
  });

  test('has no logits where the folder has none', async () => {
    const text = recipe(await published(), '', student).replace(
      '{ loss: hint, weight: 0.5, pairs: [[hidden.1, hidden.2]] }',
      '{ loss: kd, weight: 0.5 }',
    );
    expect((await problems(text)).map((problem) => problem.split(':')[0])).toContain('unknown-tap');
  });

  test.each([
    ['that is not there', 'missing-file', null],
    ['of another type', 'bad-network', { config: { model_type: 'gpt2' } }],
    ['without weights', 'missing-file', { tensors: null }],
    [
      'whose weights are of other sizes',
      'other-architecture',
      { config: { ...description, hidden_size: 24 } },
    ],
    [
      'that promises a classifier',
      'other-architecture',
      { config: { ...description, architectures: ['BertForSequenceClassification'] } },
    ],
    [
      'whose weights are not numbers',
      'unusable-checkpoint',
      {
        tensors: {
          ...encoder,
          'bert.pooler.dense.bias': { shape: [12], data: new Float32Array(12).fill(Number.NaN) },
        },
      },
    ],
  ])('says what is wrong with a folder %s', async (_, code, files) => {
    const folder = await published(files ?? {});
    const big = files === null ? '/nowhere' : '';
    const found = await problems(recipe(folder, big, student));
    expect(found[0]).toBe(
      `${code}: ${code === 'bad-network' ? 'huggingface' : `{ kind: huggingface, path: ${folder}${big} }`}`,
    );
  });
});
