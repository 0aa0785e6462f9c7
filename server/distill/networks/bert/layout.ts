import type { DType, Shape } from '../../tensors.ts';
import type { Initialiser, VariableSpec } from '../network.ts';

/** Sizes of a Transformer encoder as BERT lays it out. */
export interface BertLayout {
  readonly blocks: number;
  readonly width: number;
  readonly heads: number;
  readonly feedForward: number;
  /** Word pieces. */
  readonly vocabulary: number;
  /** Longest sequence. */
  readonly positions: number;
  /** Kinds of segments; 0 for no such embedding. */
  readonly tokenTypes: number;
  /** Rate after embeddings and the two halves of each block, and before the classifier. */
  readonly dropout: number;
  /** Rate on attention probabilities. */
  readonly attentionDropout: number;
  readonly activation: 'gelu' | 'relu';
  /** Of LayerNorm. */
  readonly epsilon: number;
}

/** A dense layer on the pooled first token. */
export interface BertHead {
  readonly classes: number;
  /** Drawn from the seed although the rest comes from a file. */
  readonly fresh: boolean;
}

/** The inputs of an encoder, beside its layout. `mask` and `tokenTypes` are there where the data have such fields. */
export interface BertInputs {
  /** Tokens of a sample. */
  readonly length: number;
  readonly mask: DType | null;
  readonly tokenTypes: boolean;
}

/** Of everything but the head, with or without one, so that encoders and classifiers start from each other by name. */
const prefix = 'bert.';

/** Hugging Face's name of a block's tensor; its layers count from 0, blocks here from 1. */
export const blockName = (block: number, part: string): string =>
  `${prefix}encoder.layer.${block - 1}.${part}`;

export const embeddingName = (part: string): string => `${prefix}embeddings.${part}`;

export const poolerName = (part: string): string => `${prefix}pooler.dense.${part}`;

export const classifierName = (part: string): string => `classifier.${part}`;

/** BERT begins with deviations of 0.02 and zeros (Devlin et al. 2019, google-research/bert modeling.py). */
const drawn: Initialiser = { kind: 'normal', deviation: 0.02 };

const weight = (name: string, shape: Shape): VariableSpec => ({ name, shape, initialiser: drawn });

const constant = (name: string, size: number, value: number): VariableSpec => ({
  name,
  shape: [size],
  initialiser: { kind: 'constant', value },
  decay: false,
});

/** Weight [outputs, inputs] as PyTorch keeps it, and bias. */
const linear = (name: string, outputs: number, inputs: number): VariableSpec[] => [
  weight(`${name}weight`, [outputs, inputs]),
  constant(`${name}bias`, outputs, 0),
];

const norm = (name: string, width: number): VariableSpec[] => [
  constant(`${name}weight`, width, 1),
  constant(`${name}bias`, width, 0),
];

function blockVariables(block: number, { width, feedForward }: BertLayout): VariableSpec[] {
  const name = (part: string): string => blockName(block, part);
  return [
    ...['query', 'key', 'value'].flatMap((part) => linear(name(`attention.self.${part}.`), width, width)),
    ...linear(name('attention.output.dense.'), width, width),
    ...norm(name('attention.output.LayerNorm.'), width),
    ...linear(name('intermediate.dense.'), feedForward, width),
    ...linear(name('output.dense.'), width, feedForward),
    ...norm(name('output.LayerNorm.'), width),
  ];
}

/** Every variable, by the names of Hugging Face's `BertModel` (with its prefix) and `BertForSequenceClassification`. */
export function bertVariables(layout: BertLayout, head: BertHead | null): readonly VariableSpec[] {
  const { blocks, width, vocabulary, positions, tokenTypes } = layout;
  return [
    weight(embeddingName('word_embeddings.weight'), [vocabulary, width]),
    weight(embeddingName('position_embeddings.weight'), [positions, width]),
    ...(tokenTypes === 0 ? [] : [weight(embeddingName('token_type_embeddings.weight'), [tokenTypes, width])]),
    ...norm(embeddingName('LayerNorm.'), width),
    ...Array.from({ length: blocks }, (_, index) => blockVariables(index + 1, layout)).flat(),
    ...linear(poolerName(''), width, width),
    ...(head === null ? [] : headVariables(head, width)),
  ];
}

const headVariables = ({ classes, fresh }: BertHead, width: number): VariableSpec[] =>
  linear(classifierName(''), classes, width).map((spec) => (fresh ? { ...spec, fresh } : spec));

/** The taps in the order of the forward pass. */
export const bertTaps = ({ blocks }: BertLayout, head: BertHead | null): readonly string[] => [
  'embeddings',
  'hidden.0',
  ...Array.from({ length: blocks }, (_, index) => blockTaps.map((tap) => `${tap}.${index + 1}`)).flat(),
  'pooled',
  ...(head === null ? [] : ['logits']),
];

const blockTaps = ['query', 'key', 'value', 'attention.scores', 'attention.probs', 'hidden'];
