import { own } from '../keras/config.ts';

/** The file of weights beside `config.json`. */
export const huggingFaceWeights = 'model.safetensors';

/** Whether a parsed side file is the `config.json` of a Hugging Face model. */
export const isHuggingFace = (json: unknown): boolean => typeof own(json, 'model_type') === 'string';

/**
 * Tensors of a BERT file by the names that the network has for them: with the prefix `bert.`, which files of encoders
 * alone leave out, and LayerNorm's weight and bias, which old files call gamma and beta.
 */
export const bertNames = <T>(tensors: Iterable<readonly [string, T]>): ReadonlyMap<string, T> =>
  new Map([...tensors].map(([name, value]) => [bertName(name), value]));

function bertName(name: string): string {
  const prefixed = /^(?:embeddings|encoder|pooler)\./.test(name) ? `bert.${name}` : name;
  return prefixed
    .replace(/LayerNorm\.gamma$/, 'LayerNorm.weight')
    .replace(/LayerNorm\.beta$/, 'LayerNorm.bias');
}
