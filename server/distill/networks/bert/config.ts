import Type from 'typebox';
import { RetortError } from '../../../protocol/failure.ts';
import { choice, optional } from '../../schema.ts';
import { readConfig } from '../config.ts';
import type { BertLayout } from './layout.ts';
import { say } from '../../../text/say.ts';

const count = (most: number, description: string, from = 1) =>
  Type.Integer({ minimum: from, maximum: most, description });

const rate = (description: string) =>
  optional(Type.Number({ minimum: 0, exclusiveMaximum: 1, default: 0.1, description }));

export const bertConfig = Type.Object(
  {
    blocks: count(1000, 'Blocks of attention and feed-forward'),
    width: count(65_536, 'Of hidden states; a multiple of heads'),
    heads: count(1024, 'Attention heads of each block'),
    feedForward: count(1_000_000, 'Width inside the feed-forward layers'),
    vocabulary: optional(
      Type.Integer({ minimum: 1, maximum: 10_000_000, default: 30_522, description: 'Word pieces' }),
    ),
    positions: optional(
      Type.Integer({ minimum: 1, maximum: 1_000_000, default: 512, description: 'Longest sequence' }),
    ),
    tokenTypes: optional(
      Type.Integer({
        minimum: 0,
        maximum: 1024,
        default: 2,
        description: 'Kinds of segments; 0 for none, as DistilBERT',
      }),
    ),
    dropout: rate('After embeddings and both halves of a block, and before the classifier'),
    attentionDropout: rate('Of attention probabilities'),
    activation: optional(choice(['gelu', 'relu'], { default: 'gelu', description: 'gelu is exact (erf)' })),
    epsilon: optional(
      Type.Number({
        exclusiveMinimum: 0,
        default: 1e-12,
        description: 'Added to the variance by LayerNorm',
      }),
    ),
  },
  { additionalProperties: false },
);

/** A layout with its defaults. `where` begins the messages. Throws `bad-config`. */
export function readLayout(given: unknown, where: string): BertLayout {
  const layout = readConfig(bertConfig, given, where);
  if (layout.width % layout.heads === 0) return layout;
  throw new RetortError({
    code: 'bad-config',
    message: say`${where}: ${layout.heads} heads don't divide the width ${layout.width}.`,
    where,
    next: say`Choose a width that is a multiple of heads.`,
  });
}
