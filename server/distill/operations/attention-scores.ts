import { matMul, mul, type Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '../tensors.ts';
import { operation, run, type Described } from './operation.ts';

interface Attributes {
  /** What the products are multiplied by: usually 1 / √size. */
  readonly scale: number;
}

type Queried = Readonly<Record<'query' | 'key', Tensor>>;

const sources = ['Vaswani et al., Attention is all you need, arXiv 1706.03762, section 3.2.1'];

/** Multiply-adds of the products of each query with each key, as two operations each. */
const productFlops = (query: Described, key: Described): number =>
  2 * sizeOf(query.shape) * (key.shape.at(-2) ?? 1);

/** dy [..., queries, keys]; query and dquery [..., queries, size]; key and dkey [..., keys, size]. */
export const attentionScoresGrad = operation({
  name: 'AttentionScoresGrad',
  formula: 'dquery = scale · dy·key,  dkey = scale · dyᵀ·query',
  sources,
  outputs: ['dquery', 'dkey'],
  // The scale goes to the smaller factor.
  compose: ({ dy, query, key }: Queried & { dy: Tensor }, { scale }: Attributes) => [
    matMul(dy, mul(key, scale)),
    matMul(dy, mul(query, scale), true),
  ],
  infer: ({ query, key }) => ({
    outputs: [
      { shape: query.shape, dtype: 'float32' },
      { shape: key.shape, dtype: 'float32' },
    ],
    flops: 2 * productFlops(query, key) + sizeOf(query.shape) + sizeOf(key.shape),
  }),
});

/**
 * What attention compares: query [..., queries, size], key [..., keys, size], scores [..., queries, keys].
 *
 * Only this part of attention is an operation. Losses read scores and probabilities, and masks and dropout come
 * between: with the softmax and the product with the values left to TensorFlow.js, whose gradients keep no more than
 * one kernel for all would (query, key, value, probabilities), gradients that arrive at any of them simply join.
 */
export const attentionScores = operation({
  name: 'AttentionScores',
  formula: 'scores = scale · query·keyᵀ',
  sources,
  outputs: ['scores'],
  compose: ({ query, key }: Queried, { scale }: Attributes) => [matMul(mul(query, scale), key, false, true)],
  infer: ({ query, key }) => ({
    outputs: [{ shape: [...query.shape.slice(0, -1), key.shape.at(-2) ?? 1], dtype: 'float32' }],
    flops: productFlops(query, key) + sizeOf(query.shape),
  }),
  gradient: {
    keeps: ['query', 'key'],
    of: ([dy], kept, attributes) => {
      const [dquery, dkey] = run(attentionScoresGrad, { dy, ...kept }, attributes);
      return { query: () => dquery, key: () => dkey };
    },
  },
});
