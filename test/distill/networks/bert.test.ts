import { grads, memory, mul, sum, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { findBackend } from '../../../server/backends/index.ts';
import { drawSites, givenDraws, makeDraws } from '../../../server/distill/draws.ts';
import { bert } from '../../../server/distill/networks/bert.ts';
import { initialise } from '../../../server/distill/networks/initialise.ts';
import { sizeOf } from '../../../server/distill/tensors.ts';
import { answers, put, samples, small, text, variables } from './encoder.ts';
import { furthest, noDraws, thrown, upload } from './network.ts';
import { noPyTorch, pytorch } from './pytorch/pytorch.ts';

beforeAll(() => findBackend('wasm').start({ threads: 1 }));

const network = bert.build(small, text(6, 4));
const values = variables(network);
const inputs = samples([6, 4, 1], 6, 50);

describe('the layout of bert', () => {
  it.each([
    ['BERT base', { blocks: 12, width: 768, heads: 12, feedForward: 3072 }, 109_482_240],
    ['BERT large', { blocks: 24, width: 1024, heads: 16, feedForward: 4096 }, 335_141_888],
    ['MiniLM-L6', { blocks: 6, width: 384, heads: 12, feedForward: 1536 }, 22_713_216],
  ])('%s has as many parameters as published', (_, config, expected) => {
    const { parameters } = bert.build(config, text(8, null));
    expect(parameters.reduce((total, { shape }) => total + sizeOf(shape), 0)).toBe(expected);
  });

  it('names its variables as Hugging Face does, kernels as PyTorch keeps them', () => {
    const named = network.parameters.map(({ name, shape }) => [name, shape]);
    expect(named.slice(0, 5)).toEqual([
      ['bert.embeddings.word_embeddings.weight', [50, 12]],
      ['bert.embeddings.position_embeddings.weight', [16, 12]],
      ['bert.embeddings.token_type_embeddings.weight', [2, 12]],
      ['bert.embeddings.LayerNorm.weight', [12]],
      ['bert.embeddings.LayerNorm.bias', [12]],
    ]);
    expect(named.filter(([name]) => String(name).startsWith('bert.encoder.layer.1.'))).toEqual(
      [
        ...['query', 'key', 'value'].flatMap((part) => [
          [`attention.self.${part}.weight`, [12, 12]],
          [`attention.self.${part}.bias`, [12]],
        ]),
        ['attention.output.dense.weight', [12, 12]],
        ['attention.output.dense.bias', [12]],
        ['attention.output.LayerNorm.weight', [12]],
        ['attention.output.LayerNorm.bias', [12]],
        ['intermediate.dense.weight', [20, 12]],
        ['intermediate.dense.bias', [20]],
        ['output.dense.weight', [12, 20]],
        ['output.dense.bias', [12]],
        ['output.LayerNorm.weight', [12]],
        ['output.LayerNorm.bias', [12]],
      ].map(([name, shape]) => [`bert.encoder.layer.1.${String(name)}`, shape]),
    );
    expect(named.slice(-4)).toEqual([
      ['bert.pooler.dense.weight', [12, 12]],
      ['bert.pooler.dense.bias', [12]],
      ['classifier.weight', [4, 12]],
      ['classifier.bias', [4]],
    ]);
  });

  it('taps what losses of encoders read, with their shapes', () => {
    const found = answers(network, values, inputs);
    expect(Object.keys(found)).toEqual(network.taps);
    const block = (index: number) => [
      [`query.${index}`, [3, 3, 6, 4]],
      [`key.${index}`, [3, 3, 6, 4]],
      [`value.${index}`, [3, 3, 6, 4]],
      [`attention.scores.${index}`, [3, 3, 6, 6]],
      [`attention.probs.${index}`, [3, 3, 6, 6]],
      [`hidden.${index}`, [3, 6, 12]],
    ];
    expect(Object.entries(found).map(([tap, { shape }]) => [tap, shape])).toEqual([
      ['embeddings', [3, 6, 12]],
      ['hidden.0', [3, 6, 12]],
      ...block(1),
      ...block(2),
      ['pooled', [3, 12]],
      ['logits', [3, 4]],
    ]);
  });

  it('ends with the encoder where the data have no classes', () => {
    const encoder = bert.build(small, text(6, null));
    expect([encoder.classes, encoder.taps.at(-1)]).toEqual([null, 'pooled']);
    expect(encoder.parameters.map(({ name }) => name)).not.toContain('classifier.weight');
  });

  it('has no token types when told so', () => {
    const without = bert.build({ ...small, tokenTypes: 0 }, text(6, 4));
    expect(without.parameters.filter(({ name }) => name.includes('token_type'))).toEqual([]);
    expect(answers(without, values, inputs).logits?.shape).toEqual([3, 4]);
  });

  it('begins with deviations of 0.02, ones and zeros, and decays kernels and embeddings alone', () => {
    const start = initialise(network.parameters, { seed: 1, model: 'a' });
    const of = (name: string) => Array.from(start[name]?.data ?? []);
    const words = of('bert.embeddings.word_embeddings.weight');
    expect(Math.sqrt(words.reduce((total, x) => total + x * x, 0) / words.length)).toBeCloseTo(0.02, 2);
    expect(new Set(of('bert.embeddings.LayerNorm.weight'))).toEqual(new Set([1]));
    expect(new Set(of('classifier.bias'))).toEqual(new Set([0]));
    const decayed = network.parameters.filter(({ decay }) => decay !== false).map(({ name }) => name);
    expect(decayed.filter((name) => name.endsWith('bias') || name.includes('LayerNorm'))).toEqual([]);
  });

  it('refuses more numbers than can be held', () => {
    const huge = { ...small, width: 60_000, feedForward: 1_000_000 };
    expect(thrown(() => bert.build(huge, text(6, 4))).code).toBe('too-large');
  });

  it('says that the heads must divide the width', () => {
    const error = thrown(() => bert.build({ ...small, heads: 5 }, text(6, 4)));
    expect([error.code, error.message]).toEqual(['bad-config', "bert: 5 heads don't divide the width 12."]);
  });
});

describe('dropout in bert', () => {
  it('draws for embeddings, probabilities, both halves of each block and the pooled token', () => {
    expect(drawSites(network, 2)).toEqual([
      { site: 'embeddings', shape: [2, 6, 12] },
      ...[1, 2].flatMap((block) => [
        { site: `attention.probs.${block}`, shape: [2, 3, 6, 6] },
        { site: `attention.output.${block}`, shape: [2, 6, 12] },
        { site: `output.${block}`, shape: [2, 6, 12] },
      ]),
      { site: 'pooled', shape: [2, 12] },
    ]);
  });

  it('draws nothing at rate 0, and then training is evaluation', () => {
    const without = bert.build({ ...small, dropout: 0, attentionDropout: 0 }, text(6, 4));
    expect(drawSites(without, 2)).toEqual([]);
    tidy(() => {
      const options = { training: true, draws: { uniform: noDraws } };
      const { taps } = without.apply(upload(values), {}, put(inputs), options);
      expect(furthest(taps.logits?.dataSync() ?? [], answers(network, values, inputs).logits?.data)).toBe(0);
    });
  });

  it('leaves the probabilities of the tap as they are, and changes what comes after', () => {
    tidy(() => {
      const key = { seed: 1, stage: 0, step: 0 };
      const draws = givenDraws(makeDraws(drawSites(network, 3), key), '');
      const { taps } = network.apply(upload(values), {}, put(inputs), { training: true, draws });
      const rows = taps['attention.probs.1'];
      const sums = rows === undefined ? [] : Array.from(sum(rows, -1).dataSync());
      expect(sums.every((total) => Math.abs(total - 1) < 1e-5)).toBe(true);
      const evaluated = answers(network, values, inputs).logits?.data;
      expect(furthest(taps.logits?.dataSync() ?? [], evaluated)).toBeGreaterThan(1e-3);
    });
  });
});

/** Gradient of Σ direction · logits for each variable, in evaluation: nothing is drawn. */
function gradients(direction: readonly number[]): Readonly<Record<string, Float32Array>> {
  const names = network.parameters.map(({ name }) => name);
  return tidy(() => {
    const given = put(inputs);
    const tensors = upload(values);
    const weights = tensor([...direction], [3, 4]);
    const loss = (...parameters: Tensor[]): Tensor => {
      const named = Object.fromEntries(names.map((name, i) => [name, parameters[i] ?? weights]));
      const options = { training: false, draws: { uniform: noDraws } };
      return sum(mul(network.apply(named, {}, given, options).taps.logits ?? weights, weights));
    };
    const found = grads(loss)(names.map((name) => tensors[name] ?? weights));
    return Object.fromEntries(names.map((name, i) => [name, Float32Array.from(found[i]?.dataSync() ?? [])]));
  });
}

const direction = Array.from({ length: 12 }, (_, i) => Math.sin(i + 1));

describe('the gradient of bert', () => {
  it('reaches every variable and leaves no tensor behind', () => {
    const before = memory().numTensors;
    const found = gradients(direction);
    expect(memory().numTensors).toBe(before);
    const flat = Object.entries(found).filter(([, data]) => data.every((value) => value === 0));
    // A key's bias moves all scores of a row alike: its gradient is 0, or rounding.
    expect(flat.map(([name]) => name).filter((name) => !name.endsWith('self.key.bias'))).toEqual([]);
  });

  it('is zero for tokens that do not occur', () => {
    const words = gradients(direction)['bert.embeddings.word_embeddings.weight'] ?? new Float32Array();
    const occurring = new Set(inputs.tokens?.data);
    const rows = Array.from({ length: 50 }, (_, token) => words.slice(token * 12, token * 12 + 12));
    const moved = rows.flatMap((row, token) => (row.some((value) => value !== 0) ? [token] : []));
    expect(moved.every((token) => occurring.has(token))).toBe(true);
    expect(moved.length).toBeGreaterThan(5);
  });
});

describe('bert on the weights of PyTorch', () => {
  const why = noPyTorch === null ? '' : ` (${noPyTorch})`;

  it.skipIf(noPyTorch !== null)(`has its taps and its gradients${why}`, () => {
    const given = { ...values, ...inputs, direction: { shape: [3, 4], data: Float32Array.from(direction) } };
    const expected = pytorch('bert', given, { heads: 3, epsilon: 1e-12 });
    for (const [tap, { data }] of Object.entries(answers(network, values, inputs))) {
      expect(furthest(data, expected[tap]?.data), tap).toBeLessThan(1e-5);
    }
    for (const [name, data] of Object.entries(gradients(direction))) {
      const wanted = expected[`gradient/${name}`]?.data;
      // Of a key's bias the exact gradient is 0.
      const size = Math.max(1e-2, Math.hypot(...(wanted ?? [])));
      expect(furthest(data, wanted) / size, name).toBeLessThan(1e-4);
    }
  });
});
