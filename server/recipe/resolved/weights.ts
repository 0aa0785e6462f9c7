import { networkOf } from '../paths.ts';
import type { ModelEntry } from '../read/models.ts';
import type { Context } from './context.ts';

/**
 * The side file that brings a network's own weights along, or null: a TensorFlow.js model whose description lists
 * weights.
 */
export function ownWeights(
  model: ModelEntry,
  { facts, catalogue }: Pick<Context, 'facts' | 'catalogue'>,
): string | null {
  const files = Object.values(networkOf(model, facts, catalogue)?.jsonFiles ?? {});
  const found = files.find((path) => {
    const fact = facts.json.get(path);
    return fact?.ok === true && listsWeights(fact.value.value);
  });
  return found ?? null;
}

export const hasOwnWeights = (model: ModelEntry, context: Context): boolean => {
  const files = Object.values(networkOf(model, context.facts, context.catalogue)?.jsonFiles ?? {});
  // While the file is not known yet, nothing is said against it.
  return ownWeights(model, context) !== null || files.some((path) => !context.facts.json.has(path));
};

/** Whether a parsed side file is a TensorFlow.js model that comes with weights. */
export const listsWeights = (json: unknown): boolean =>
  typeof json === 'object' &&
  json !== null &&
  'weightsManifest' in json &&
  Array.isArray(json.weightsManifest) &&
  json.weightsManifest.length > 0;
