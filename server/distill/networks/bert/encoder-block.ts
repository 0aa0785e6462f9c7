import { add, reshape, transpose, type Tensor } from '@tensorflow/tfjs-core';
import type { Tensors } from '../../tensors.ts';
import { attention } from '../blocks/attention.ts';
import { layerNorm } from '../blocks/layer-norm.ts';
import { linear } from '../blocks/linear.ts';
import { activate } from '../layers/activation.ts';
import { affine, type BertCall } from './call.ts';
import { blockName } from './layout.ts';

/**
 * A block with its normalisation after each sum: attention and feed-forward, [batch, length, width] → the same.
 * `mask` [batch, 1, 1, length] is added to the scores. Gives the block's taps by name.
 *
 * Source: Vaswani et al. 2017, Attention is all you need, section 3.1; Devlin et al. 2019.
 */
export function encoderBlock(
  block: number,
  x: Tensor,
  mask: Tensor | null,
  call: BertCall,
): { readonly output: Tensor; readonly taps: Tensors } {
  const { layout, drop } = call;
  const named = (part: string) => affine(call, blockName(block, part));
  /** Drops, adds to what came in, and normalises. */
  const join = (input: Tensor, branch: Tensor, part: string): Tensor => {
    const dropped = drop(branch, `${part}.${block}`, layout.dropout);
    return layerNorm(add(dropped, input), named(`${part}.LayerNorm.`), layout.epsilon);
  };

  const projected = (part: string): Tensor =>
    splitHeads(linear(x, named(`attention.self.${part}.`)), layout.heads);
  const heads = { query: projected('query'), key: projected('key'), value: projected('value') };
  const { scores, probabilities, context } = attention(heads, {
    mask,
    drop: (found) => drop(found, `attention.probs.${block}`, layout.attentionDropout),
  });
  const attended = linear(joinHeads(context), named('attention.output.dense.'));
  const middle = join(x, attended, 'attention.output');

  const inner = activate(linear(middle, named('intermediate.dense.')), layout.activation, 0); // [batch, length, feedForward]
  const output = join(middle, linear(inner, named('output.dense.')), 'output');
  return {
    output,
    taps: {
      [`query.${block}`]: heads.query,
      [`key.${block}`]: heads.key,
      [`value.${block}`]: heads.value,
      [`attention.scores.${block}`]: scores,
      [`attention.probs.${block}`]: probabilities,
      [`hidden.${block}`]: output,
    },
  };
}

/** [batch, length, width] → [batch, heads, length, width / heads]. */
function splitHeads(x: Tensor, heads: number): Tensor {
  const [batch = 1, length = 1, width = 1] = x.shape;
  return transpose(reshape(x, [batch, length, heads, width / heads]), [0, 2, 1, 3]);
}

/** [batch, heads, length, size] → [batch, length, heads · size]. */
function joinHeads(x: Tensor): Tensor {
  const [batch = 1, heads = 1, length = 1, size = 1] = x.shape;
  return reshape(transpose(x, [0, 2, 1, 3]), [batch, length, heads * size]);
}
