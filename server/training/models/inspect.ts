import { realpath } from 'node:fs/promises';
import { RetortError } from '../../protocol/failure.ts';
import type { ModelInspection, TensorSummary } from '../../protocol/training.ts';
import { nodeFiles, unreadable } from '../../recipe/files.ts';
import { described } from './describe.ts';
import { weightsHash } from './hash.ts';
import { histogram } from './histogram.ts';
import { modelsOfRuns } from './made-by-runs.ts';
import { outlineOf } from './outline.ts';
import { placeAt, workspacesAbove } from './walk.ts';
import { say } from '../../text/say.ts';

/** Of more tensors only names, types and shapes are given: the answer must fit into a message. */
const histogramsAtMost = 5_000;

/**
 * Tensors of a model with their distributions, read in pieces: memory stays the same for files of any size.
 * Throws `bad-checkpoint`, `bad-json`, `bad-layers-model`, `missing-file`, `unreadable-file`, `not-a-model`, and when the
 * signal aborts.
 */
export async function inspectModel(path: string, signal?: AbortSignal): Promise<ModelInspection> {
  const real = await realpath(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  // A link into a store of downloads keeps its own name.
  const place = await placeAt(path);
  const outline = await outlineOf(place, nodeFiles);
  if (outline === null) {
    throw new RetortError({
      code: 'not-a-model',
      message: say`${path} describes no model.`,
      where: path,
      next: say`Choose a safetensors file, the model.json of a TensorFlow.js model, or a Hugging Face folder.`,
    });
  }
  const sha256 = await weightsHash(outline.weightFiles);
  const workspaces = [...new Set([...(await workspacesAbove(path)), ...(await workspacesAbove(real))])];
  const model = described(path, outline, { sha256, runs: await modelsOfRuns(workspaces) });
  const tensors: TensorSummary[] = [];
  for (const tensor of outline.tensors ?? []) {
    const { name, dtype, shape } = tensor;
    const shown = tensors.length < histogramsAtMost;
    tensors.push({
      name,
      dtype,
      shape,
      histogram: shown ? await histogram(tensor, nodeFiles, signal) : null,
    });
  }
  return { file: model.file, taps: model.taps(), tensors };
}
