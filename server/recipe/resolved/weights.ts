import { dirname, join } from 'node:path';
import { huggingFaceWeights, isHuggingFace } from '../../distill/networks/huggingface/weights.ts';
import { networkOf } from '../paths.ts';
import type { ModelEntry } from '../read/models.ts';
import type { Context } from './context.ts';

type Known = Pick<Context, 'facts' | 'catalogue'>;

/**
 * The side file that brings a network's own weights along, or null: a TensorFlow.js model whose description lists
 * weights, or the description of a Hugging Face model.
 */
export function ownWeights(model: ModelEntry, { facts, catalogue }: Known): string | null {
  const files = Object.values(networkOf(model, facts, catalogue)?.jsonFiles ?? {});
  const found = files.find((path) => {
    const fact = facts.json.get(path);
    return fact?.ok === true && (listsWeights(fact.value.value) || isHuggingFace(fact.value.value));
  });
  return found ?? null;
}

/** The safetensors file that a network brings along, or null: that of a Hugging Face folder. */
export function ownSafetensors(model: ModelEntry, known: Known): string | null {
  const description = ownWeights(model, known);
  const fact = description === null ? undefined : known.facts.json.get(description);
  if (description === null || fact?.ok !== true || !isHuggingFace(fact.value.value)) return null;
  return join(dirname(description), huggingFaceWeights);
}

/** Whether a network can answer without being trained: it brings all of its weights along. */
export const hasOwnWeights = (model: ModelEntry, context: Context): boolean => {
  const use = networkOf(model, context.facts, context.catalogue);
  const descriptor = context.catalogue.networks.find(({ kind }) => kind === use?.kind);
  if (use === null || descriptor?.isIncomplete?.(use.config) === true) return false;
  // While the file is not known yet, nothing is said against it.
  const isOpen = Object.values(use.jsonFiles).some((path) => !context.facts.json.has(path));
  return ownWeights(model, context) !== null || isOpen;
};

/** Whether a parsed side file is a TensorFlow.js model that comes with weights. */
export const listsWeights = (json: unknown): boolean =>
  typeof json === 'object' &&
  json !== null &&
  'weightsManifest' in json &&
  Array.isArray(json.weightsManifest) &&
  json.weightsManifest.length > 0;
