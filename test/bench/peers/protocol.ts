import type { LayerNode } from '../../../server/distill/networks/graph.ts';

/** What the coordinator asks of an engine: one JSON object a line, answered by one. */
export type Request =
  | {
      readonly request: 'setup';
      readonly workload: WorkloadDescription;
      /** Holds student, teacher and batches, as safetensors under the trainer's names and layouts. */
      readonly folder: string;
      readonly threads: number;
    }
  /** That many optimizer steps from where the last request ended. */
  | { readonly request: 'steps'; readonly steps: number }
  | { readonly request: 'quit' };

/** Answer to `steps`, an entry a step. */
export interface Steps {
  readonly losses: readonly number[];
  readonly ms: readonly number[];
  /** Time that all threads were busy, all steps together. */
  readonly processorMs: number;
  /** Milliseconds inside kernels, all steps together; left out by engines that can't tell. */
  readonly kernelMs?: number;
}

/** A workload as the Python peers read it. */
export interface WorkloadDescription {
  readonly name: string;
  readonly student: NetworkDescription;
  readonly teacher: NetworkDescription | null;
  /** Names of the variables that the optimizer changes. */
  readonly trained: readonly string[];
  readonly optimizer:
    | { readonly kind: 'adam'; readonly rate: number }
    | { readonly kind: 'sgd'; readonly rate: number; readonly momentum: number };
  readonly terms: readonly TermDescription[];
  /** Batches in the file, used in turn. */
  readonly batches: number;
}

export type NetworkDescription =
  | { readonly kind: 'layers'; readonly input: string; readonly nodes: readonly LayerNode[] }
  | { readonly kind: 'bert'; readonly blocks: number; readonly heads: number };

export interface TermDescription {
  readonly loss: string;
  readonly weight: number;
  /** First row of the batch that it sees, and the one after the last. */
  readonly rows: readonly [number, number];
  readonly student: string;
  readonly teacher: string | null;
  readonly temperature: number | null;
  /** Prefix of the projection's variables. */
  readonly projection: string | null;
}
