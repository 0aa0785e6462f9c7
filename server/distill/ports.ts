import type { Progress, RunEvent, TableName } from '../protocol/run.ts';
import type { Disagreement, Disagreements } from '../protocol/training.ts';
import type { Compile } from './backend.ts';
import type { Cursor } from './checkpoints/cursor.ts';
import type { HostTensors } from './tensors.ts';

/** Effects that the trainer needs, given by the worker. */

/** Read-only files. Paths are absolute. Throws RetortError `missing-file` or `unreadable-file`. */
export interface Files {
  stat(path: string): Promise<{ readonly kind: 'file' | 'folder'; readonly bytes: number } | null>;
  /** Names in a folder, sorted by code unit. */
  list(path: string): Promise<readonly string[]>;
  /** `length` bytes from `offset`, fewer at the end of the file; all of it without a range. */
  read(path: string, range?: { readonly offset: number; readonly length: number }): Promise<Uint8Array>;
}

/** JPEG or PNG bytes to unsigned bytes [height, width, channels], scaled to the given size. Rejects on a corrupt image. */
export type ImageDecoder = (
  encoded: Uint8Array,
  shape: { readonly height: number; readonly width: number; readonly channels: number },
) => Promise<Uint8Array>;

/** A batch on the host. Rows of the parts of a mix follow each other in the plan's order. */
export interface Batch {
  /** By field name, batch axis first: `image` [batch, h, w, c]; `label` [batch], −1 where unlabelled. */
  readonly fields: HostTensors;
  /** Index of each sample in its source, in order of rows. */
  readonly ids: Int32Array;
}

/** Batches of one job, a pure function of (plan, seed, stage, step): resuming is asking for another step. */
export interface BatchStream {
  /** Batch of a step, 0-based; the next is made ready meanwhile. */
  batch(step: number): Promise<Batch>;
  close(): Promise<void>;
}

export interface DataPort {
  /** Batches to train a stage with. */
  training(stage: number, seed: number): BatchStream;
  /** A whole data set in its order, without augmentation, `batch` samples at a time, the last batch smaller. */
  inOrder(data: string, batch: number, limit?: number): AsyncIterable<Batch>;
}

/** Teacher outputs by key (teacher hash, data hash, tap). A write that fails is only slower next time. */
export interface TargetStore {
  load(key: string): Promise<Float32Array | null>;
  save(key: string, values: Float32Array): Promise<void>;
}

/** What a run records. Rows and events of one step come before the checkpoint of that step. */
export interface Recorder {
  row(table: TableName, values: readonly number[]): void;
  event(event: RunEvent): void;
  disagreements(found: FoundDisagreements): void;
  progress(progress: Progress, loss: number | null): void;
  /** Resolves when the checkpoint is durable. */
  checkpoint(checkpoint: Checkpoint): Promise<void>;
  /** Keeps a trained model with the run. The same training gives the same file. */
  model(trained: TrainedModel): Promise<void>;
  /** Resolves when all rows and events so far have been handed to the system. */
  flush(): Promise<void>;
}

/** Disagreements as they are found, images as bytes: how they are written is the recorder's affair. */
export interface FoundDisagreements extends Omit<Disagreements, 'samples'> {
  readonly samples: readonly FoundDisagreement[];
}

export interface FoundDisagreement extends Omit<Disagreement, 'image'> {
  readonly image:
    (Omit<NonNullable<Disagreement['image']>, 'pixels'> & { readonly pixels: Uint8Array }) | null;
}

/** What a training ended with: the weights chosen on the validation split. */
export interface TrainedModel {
  /** `small`, or `small@baseline`. */
  readonly name: string;
  readonly seed: number;
  readonly stage: string;
  readonly tensors: HostTensors;
  /** Value of the selection metric, and the run's step it was measured at; null without a validation split. */
  readonly best: { readonly value: number; readonly step: number } | null;
}

/** Everything that resuming needs. */
export interface Checkpoint {
  readonly step: number;
  readonly cursor: Cursor;
  /** By file: `small` → tensors of small.safetensors. Optimizer slots are a file of their own. */
  readonly files: Readonly<Record<string, HostTensors>>;
}

/** Checkpoint files of models named in the recipe. */
export interface ModelFiles {
  /** Tensors by name, with the file's metadata. */
  load(
    path: string,
  ): Promise<{ readonly tensors: HostTensors; readonly metadata: Readonly<Record<string, string>> }>;
  /** Written beside, synced and renamed. */
  save(path: string, tensors: HostTensors, metadata: Readonly<Record<string, string>>): Promise<void>;
}

/** Milliseconds from any origin, never going back. */
export type Clock = () => number;

/** Bytes that the process holds. */
export type Memory = () => number;

export interface Ports {
  readonly data: DataPort;
  readonly targets: TargetStore;
  readonly recorder: Recorder;
  readonly models: ModelFiles;
  /** Makes functions fast on the plan's backend. */
  readonly compile: Compile;
  /** Runs a function with shapes in place of numbers: tensors made inside hold none and don't outlive it. */
  readonly withShapes: <T>(run: () => T) => T;
  readonly clock: Clock;
  readonly memory: Memory;
  /** SHA-256 of bytes, lower-case hexadecimal. */
  readonly sha256: (bytes: Uint8Array) => string;
  /** True once somebody asked to stop; looked at between steps. */
  readonly stopRequested: () => boolean;
  /** Lets the process handle its messages; awaited once a step. */
  readonly breathe: () => Promise<void>;
  /** Parsed JSON side file of a network (layers-model), by absolute path. */
  readonly json: (path: string) => Promise<unknown>;
}
