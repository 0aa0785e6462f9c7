import { add, matMul, mul, softmax, type Tensor } from '@tensorflow/tfjs-core';
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
  compose: ({ dy, query, key }: { dy: Tensor; query: Tensor; key: Tensor }, { scale }: Attributes) => [
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
 * What attention compares: query [batch, heads, queries, size], key [batch, heads, keys, size], scores
 * [batch, heads, queries, keys]. `mask`, where given, is added and broadcast to the scores: [batch, 1, 1, keys] with 0
 * for what may be seen and a large negative number for what may not. It has no gradient.
 */
export const attentionScores = operation({
  name: 'AttentionScores',
  formula: 'scores = scale · query·keyᵀ + mask',
  sources,
  outputs: ['scores'],
  compose: ({ query, key, mask }: Queried & { mask?: Tensor }, { scale }: Attributes) => {
    const scores = matMul(mul(query, scale), key, false, true);
    return [mask === undefined ? scores : add(scores, mask)];
  },
  infer: ({ query, key, mask }) => {
    const shape = [...query.shape.slice(0, -1), key.shape.at(-2) ?? 1];
    const added = mask === undefined ? 0 : sizeOf(shape);
    return {
      outputs: [{ shape, dtype: 'float32' }],
      flops: productFlops(query, key) + sizeOf(query.shape) + added,
    };
  },
  gradient: {
    keeps: ['query', 'key'],
    of: ([dy], kept, attributes) => {
      const [dquery, dkey] = run(attentionScoresGrad, { dy, ...kept }, attributes);
      return { query: () => dquery, key: () => dkey };
    },
  },
});

/**
 * Scaled dot-product attention; value and context [batch, heads, keys or queries, size]. Three kernels and not one:
 * losses read scores and probabilities, whose gradients then join on their way, and dropout may come between. Keeps
 * query, key, value and probabilities, as one kernel would.
 */
export function attention(
  { value, ...compared }: Queried & { readonly value: Tensor; readonly mask?: Tensor },
  scale: number,
): { readonly scores: Tensor; readonly probabilities: Tensor; readonly context: Tensor } {
  const [scores] = run(attentionScores, compared, { scale });
  const probabilities = softmax(scores);
  return { scores, probabilities, context: matMul(probabilities, value) };
}
