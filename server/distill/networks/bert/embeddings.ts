import { add, gather, slice, type Tensor } from '@tensorflow/tfjs-core';
import type { Tensors } from '../../tensors.ts';
import { layerNorm } from '../blocks/layer-norm.ts';
import { variable } from '../layers/variables.ts';
import { affine, type BertCall } from './call.ts';
import { embeddingName } from './layout.ts';

/**
 * Embeddings of words, positions and token types, added, normalised and dropped: `tokens` and `tokenTypes`
 * [batch, length] → [batch, length, width]. Without the input `tokenTypes` all tokens are of type 0.
 */
export function embed(inputs: Tensors, call: BertCall): Tensor {
  const { layout, parameters, drop } = call;
  const table = (name: string): Tensor => variable(parameters, embeddingName(`${name}.weight`));
  const tokens = variable(inputs, 'tokens');
  const length = tokens.shape[1] ?? 1;
  const words = gather(table('word_embeddings'), tokens); // [batch, length, width]
  const positions = slice(table('position_embeddings'), [0, 0], [length, layout.width]);
  const placed = add(words, positions);
  const sum = layout.tokenTypes === 0 ? placed : add(placed, types(table('token_type_embeddings'), inputs));
  const normal = layerNorm(sum, affine(call, embeddingName('LayerNorm.')), layout.epsilon);
  return drop(normal, 'embeddings', layout.dropout);
}

/** [batch, length, width], or [1, width] for all tokens. */
function types(table: Tensor, { tokenTypes }: Tensors): Tensor {
  return tokenTypes === undefined
    ? slice(table, [0, 0], [1, table.shape[1] ?? 1])
    : gather(table, tokenTypes);
}
