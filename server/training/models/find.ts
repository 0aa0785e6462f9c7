import type { ModelFile } from '../../protocol/training.ts';
import { nodeFiles } from '../../recipe/files.ts';
import { brokenFile, described } from './describe.ts';
import { hashedAtMost, knownWeightsHash, weightsHash } from './hash.ts';
import { modelsOfRuns, type RunModels } from './made-by-runs.ts';
import { outlineOf } from './outline.ts';
import { walk, type Place } from './walk.ts';

/** Files looked at together. */
const atOnce = 4;

/** Bytes that one listing hashes; the next goes on with the rest. */
const hashedTogether = 512 * 2 ** 20;

/**
 * Models below folders: safetensors, TensorFlow.js models and Hugging Face folders, by path. Only headers are read; what
 * is broken has a `failure`. Nothing is thrown for what is found; throws when the signal aborts.
 */
export async function findModels(
  folders: readonly string[],
  signal?: AbortSignal,
): Promise<readonly ModelFile[]> {
  const { models, workspaces } = await walk(folders, signal);
  const runs = await modelsOfRuns(workspaces);
  const budget = { bytes: hashedTogether };
  const found: (ModelFile | null)[] = [];
  for (let from = 0; from < models.length; from += atOnce) {
    signal?.throwIfAborted();
    const together = models.slice(from, from + atOnce);
    found.push(...(await Promise.all(together.map((place) => listed(place, runs, budget)))));
  }
  return found.filter((file) => file !== null);
}

async function listed(
  place: Place,
  runs: readonly RunModels[],
  budget: { bytes: number },
): Promise<ModelFile | null> {
  try {
    const outline = await outlineOf(place, nodeFiles);
    if (outline === null) return null;
    let sha256 = await knownWeightsHash(outline.weightFiles);
    if (sha256 === null && outline.bytes <= Math.min(hashedAtMost, budget.bytes)) {
      budget.bytes -= outline.bytes;
      sha256 = await weightsHash(outline.weightFiles);
    }
    return described(place.path, outline, { sha256, runs }).file;
  } catch (error) {
    return brokenFile(place, error);
  }
}
