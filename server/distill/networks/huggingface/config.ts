import { RetortError } from '../../../protocol/failure.ts';
import { readLayout } from '../bert/config.ts';
import type { BertLayout } from '../bert/layout.ts';
import { own } from '../keras/config.ts';
import { say } from '../../../text/say.ts';

/** What the `config.json` of a Hugging Face folder says about a network. */
export interface HuggingFaceModel {
  readonly layout: BertLayout;
  /** Classes of the classifier that its weights include; null when they end with the encoder. */
  readonly classes: number | null;
}

const refuse = (message: string, next: string): RetortError =>
  new RetortError({ code: 'unsupported-model', message, where: 'huggingface', next });

/** Key of the file → our key and what Hugging Face takes when it is left out. */
const keys = {
  num_hidden_layers: ['blocks', 12],
  hidden_size: ['width', 768],
  num_attention_heads: ['heads', 12],
  intermediate_size: ['feedForward', 3072],
  vocab_size: ['vocabulary', 30_522],
  max_position_embeddings: ['positions', 512],
  type_vocab_size: ['tokenTypes', 2],
  hidden_dropout_prob: ['dropout', 0.1],
  attention_probs_dropout_prob: ['attentionDropout', 0.1],
  hidden_act: ['activation', 'gelu'],
  layer_norm_eps: ['epsilon', 1e-12],
} as const;

/** Settings that change what is computed, with the values that can be. */
const expected: Readonly<Record<string, readonly unknown[]>> = {
  position_embedding_type: ['absolute'],
  is_decoder: [false],
  add_cross_attention: [false],
};

/** Reads a parsed `config.json`; nothing in it is trusted. Throws `unsupported-model` and `bad-config`. */
export function readHuggingFace(json: unknown): HuggingFaceModel {
  const type = own(json, 'model_type');
  if (type !== 'bert') {
    const found = typeof type === 'string' ? say`of type ${type.slice(0, 40)}` : say`without a model_type`;
    throw refuse(say`The model is ${found}; only bert can be read yet.`, say`Choose a BERT encoder.`);
  }
  for (const [key, values] of Object.entries(expected)) {
    const value = own(json, key) ?? values[0];
    if (!values.includes(value)) {
      const [found, wanted] = [value, values[0]].map((shown) => JSON.stringify(shown).slice(0, 40));
      throw refuse(
        say`Its ${key} is ${found ?? ''}; only ${wanted ?? ''} can be computed.`,
        say`Choose another model.`,
      );
    }
  }
  const given = Object.entries(keys).map(([key, [name, fallback]]) => [name, own(json, key) ?? fallback]);
  const layout = readLayout(Object.fromEntries(given), 'huggingface');
  return { layout, classes: isClassifier(json) ? labels(json) : null };
}

/** `architectures: ["BertForSequenceClassification"]`. */
function isClassifier(json: unknown): boolean {
  const architectures = own(json, 'architectures');
  const names: readonly unknown[] = Array.isArray(architectures) ? architectures : [];
  return names.some((name) => typeof name === 'string' && name.endsWith('ForSequenceClassification'));
}

/** Hugging Face writes `id2label` for any number of labels but two. */
function labels(json: unknown): number {
  const names = own(json, 'id2label');
  const number = own(json, 'num_labels');
  if (typeof names === 'object' && names !== null) return Object.keys(names).length;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : 2;
}
