import { cast, mul, reshape, slice, sub, tanh, type Tensor } from '@tensorflow/tfjs-core';
import { sizeOf, type Tensors } from '../../tensors.ts';
import { linear } from '../blocks/linear.ts';
import type { Network } from '../network.ts';
import { refuseTooLarge } from '../too-large.ts';
import { affine, bertCall, type BertCall } from './call.ts';
import { embed } from './embeddings.ts';
import { encoderBlock } from './encoder-block.ts';
import {
  bertTaps,
  bertVariables,
  classifierName,
  poolerName,
  type BertHead,
  type BertInputs,
  type BertLayout,
} from './layout.ts';
import { say } from '../../../text/say.ts';

/** Added to the score of a padded key: its probability is 0 in float32, and a row of padding alone stays finite. */
const unseen = -1e9;

export interface BertUse {
  readonly given: BertInputs;
  readonly head: BertHead | null;
}

/**
 * A BERT encoder. Taps: `embeddings` (which is `hidden.0`), and for each block from 1 `query`, `key` and `value`
 * [heads, length, width / heads], `attention.scores` [heads, length, length] (scaled, before mask and softmax),
 * `attention.probs` (after mask and softmax, before dropout) and `hidden` [length, width]; `pooled` [width], and
 * `logits` [classes] where there is a head. Padded positions hold whatever comes out: losses leave them out.
 * Throws `too-large`.
 */
export function bertNetwork(kind: string, layout: BertLayout, { given, head }: BertUse): Network {
  const tokens = { shape: [given.length], dtype: 'int32' } as const;
  const variables = bertVariables(layout, head);
  const total = variables.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  refuseTooLarge(say`The network`, total);
  return {
    kind,
    inputs: [
      { name: 'tokens', ...tokens },
      ...(given.mask === null ? [] : [{ name: 'mask', shape: [given.length], dtype: given.mask }]),
      ...(given.tokenTypes && layout.tokenTypes > 0 ? [{ name: 'tokenTypes', ...tokens }] : []),
    ],
    parameters: variables,
    state: [],
    taps: bertTaps(layout, head),
    classes: head?.classes ?? null,
    apply: (parameters, state, inputs, options) => ({
      taps: run(inputs, bertCall(layout, parameters, options), head !== null),
      state,
    }),
  };
}

function run(inputs: Tensors, call: BertCall, classified: boolean): Tensors {
  const embeddings = embed(inputs, call);
  const mask = inputs.mask === undefined ? null : additive(inputs.mask);
  const taps: Record<string, Tensor> = { embeddings, 'hidden.0': embeddings };
  let last = embeddings;
  for (let block = 1; block <= call.layout.blocks; block++) {
    const { output, taps: own } = encoderBlock(block, last, mask, call);
    Object.assign(taps, own);
    last = output;
  }
  const pooled = tanh(linear(firstToken(last), affine(call, poolerName(''))));
  if (!classified) return { ...taps, pooled };
  const dropped = call.drop(pooled, 'pooled', call.layout.dropout);
  return { ...taps, pooled, logits: linear(dropped, affine(call, classifierName(''))) };
}

/** 1 for a token and 0 for padding, [batch, length] → what is added to the scores, [batch, 1, 1, length]. */
function additive(mask: Tensor): Tensor {
  const [batch = 1, length = 1] = mask.shape;
  return reshape(mul(sub(1, cast(mask, 'float32')), unseen), [batch, 1, 1, length]);
}

/** [batch, length, width] → [batch, width]. */
function firstToken(x: Tensor): Tensor {
  const [batch = 1, , width = 1] = x.shape;
  return reshape(slice(x, [0, 0, 0], [batch, 1, width]), [batch, width]);
}
