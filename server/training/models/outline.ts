import type { Files } from '../../distill/ports.ts';
import type { Shape } from '../../distill/tensors.ts';
import type { Failure } from '../../protocol/problem.ts';
import type { ModelFormat } from '../../protocol/training.ts';
import type { StoredTensor } from './stored.ts';
import { huggingFaceOutline } from './huggingface.ts';
import { safetensorsOutline } from './safetensors.ts';
import { tensorflowOutline } from './tensorflow.ts';
import type { Place } from './walk.ts';

/** What headers and descriptions say about a model, without its weights. */
export interface Outline {
  readonly format: ModelFormat;
  readonly bytes: number;
  /** Null where nothing is said about weights. */
  readonly tensors: readonly StoredTensor[] | null;
  readonly weightFiles: readonly string[];
  /** Of a safetensors file. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly network: OwnNetwork | null;
  /** What keeps it from being used, though it could be read. */
  readonly failure: Failure | null;
}

/** A network that a model's own description makes. */
export interface OwnNetwork {
  /** What a recipe says, its path absolute. */
  readonly recipe: Readonly<Record<string, unknown>>;
  /** Shapes of its taps; null where its input is open. Takes a moment. */
  readonly taps: () => Readonly<Record<string, Shape>> | null;
}

/** Null for a file that is named like a model and is something else. Throws RetortErrors about broken ones. */
export function outlineOf({ kind, path }: Place, files: Files): Promise<Outline | null> {
  switch (kind) {
    case 'safetensors':
      return safetensorsOutline(path, files);
    case 'tensorflow':
      return tensorflowOutline(path, files);
    case 'huggingface':
      return huggingFaceOutline(path, files);
  }
}
