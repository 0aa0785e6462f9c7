import { add, matMul, softmax, type Tensor } from '@tensorflow/tfjs-core';
import { attentionScores } from '../../operations/attention-scores.ts';
import { run } from '../../operations/operation.ts';

export interface Attended {
  /** query · keyᵀ / √size, before the mask: [batch, heads, queries, keys]. */
  readonly scores: Tensor;
  /** Their softmax over the keys, after the mask and before dropout. */
  readonly probabilities: Tensor;
  /** The values weighed by them: [batch, heads, queries, size]. */
  readonly context: Tensor;
}

/**
 * Scaled dot-product attention of heads: query, key and value [batch, heads, length, size]. `mask`, where given, is
 * added to the scores, [batch, 1, 1, keys]: 0 for what may be seen and a large negative number for what may not.
 * `drop` is applied to the probabilities on their way to the values.
 *
 * Source: Vaswani et al. 2017, Attention is all you need, section 3.2.1.
 */
export function attention(
  heads: Readonly<Record<'query' | 'key' | 'value', Tensor>>,
  { mask, drop }: { readonly mask: Tensor | null; readonly drop: (probabilities: Tensor) => Tensor },
): Attended {
  const { query, key, value } = heads;
  const scale = 1 / Math.sqrt(query.shape.at(-1) ?? 1);
  const [scores] = run(attentionScores, { query, key }, { scale });
  const probabilities = softmax(mask === null ? scores : add(scores, mask));
  return { scores, probabilities, context: matMul(drop(probabilities), value) };
}
