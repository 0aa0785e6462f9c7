import type { SourceFacts } from '../distill/data/descriptor.ts';
import type { FilePlan } from '../distill/plan.ts';
import type { Shape } from '../distill/tensors.ts';
import type { Failure } from '../protocol/problem.ts';

/** What was found out about something outside the recipe, or why it couldn't be. */
export type Fact<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** A safetensors file as its header describes it. */
export interface CheckpointFact {
  readonly bytes: number;
  readonly sha256: string;
  readonly shapes: ReadonlyMap<string, Shape>;
  /** What is wrong with the values, by tensor. */
  readonly flaws: ReadonlyMap<string, string>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A side file of a network. */
export interface JsonFact {
  readonly value: unknown;
  readonly file: FilePlan;
  /** Files of weights that it brings along. */
  readonly weights: readonly FilePlan[];
}

/** All that checks and plans know of the world. Fetched by gather.ts; keys are absolute paths or `sourceKey`s. */
export interface Facts {
  /** Absolute; the paths in a recipe are relative to its folder. */
  readonly recipePath: string;
  readonly sources: ReadonlyMap<string, Fact<SourceFacts>>;
  /** Sizes and hashes of the files of a source. */
  readonly hashes: ReadonlyMap<string, Fact<readonly FilePlan[]>>;
  /** Null for a file that isn't there. */
  readonly checkpoints: ReadonlyMap<string, Fact<CheckpointFact | null>>;
  readonly json: ReadonlyMap<string, Fact<JsonFact>>;
}

/** A fact that a recipe needs and that isn't there yet. */
export type Need =
  | {
      readonly kind: 'source';
      readonly key: string;
      readonly source: string;
      readonly config: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'hashes'; readonly key: string; readonly files: readonly string[] }
  | { readonly kind: 'checkpoint'; readonly path: string }
  | { readonly kind: 'json'; readonly path: string };

export const noFacts = (recipePath: string): Facts => ({
  recipePath,
  sources: new Map(),
  hashes: new Map(),
  checkpoints: new Map(),
  json: new Map(),
});
