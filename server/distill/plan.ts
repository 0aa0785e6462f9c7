import type { Reduction } from './losses/descriptor.ts';
import type { DType, Shape } from './tensors.ts';

/**
 * Everything a run does, resolved and serialisable: every default, pair, projection, shape, seed, interval, backend
 * and file hash. The worker chooses nothing. **Contract.**
 */
export interface Plan {
  readonly version: 1;
  readonly name: string;
  readonly recipe: { readonly path: string; readonly sha256: string };
  readonly backend: BackendPlan;
  readonly seeds: readonly number[];
  readonly data: Readonly<Record<string, DataPlan>>;
  readonly models: Readonly<Record<string, ModelPlan>>;
  readonly stages: readonly StagePlan[];
  readonly evaluate: EvaluatePlan;
  readonly diagnostics: DiagnosticsPlan;
  readonly checkpoints: { readonly everySteps: number; readonly keepLast: number; readonly keepBest: number };
}

export interface BackendPlan {
  readonly name: string;
  readonly threads: number;
}

export interface DataPlan {
  readonly source: string;
  /** The source's own config, paths absolute. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly files: readonly FilePlan[];
  /** Hash of the content (all files) and of the source's config: the cache key. */
  readonly key: string;
  readonly skip: number;
  /** Samples used, after `skip`. */
  readonly take: number;
  readonly labelled: boolean;
  readonly classes: number | null;
  readonly fields: Readonly<Record<string, FieldPlan>>;
  readonly augment: readonly AugmentPlan[];
  /** Per channel, after scaling to [0, 1]: (x − mean) / deviation. */
  readonly normalize: { readonly mean: readonly number[]; readonly deviation: readonly number[] } | null;
}

export interface FieldPlan {
  readonly shape: Shape;
  readonly dtype: DType;
}

export interface FilePlan {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Pad each side with zeros and crop back at random; mirror left-right with a probability. */
export type AugmentPlan =
  | { readonly kind: 'pad-crop'; readonly pad: number }
  | { readonly kind: 'flip'; readonly probability: number };

export interface ModelPlan {
  readonly kind: string;
  /** The network's own config, paths absolute. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Side files that `build` reads, by config key, absolute. */
  readonly jsonFiles: Readonly<Record<string, string>>;
  /** Data field that each input reads. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, FieldPlan>>;
  readonly classes: number | null;
  /** Shapes of all taps without the batch axis. */
  readonly taps: Readonly<Record<string, Shape>>;
  readonly parameters: number;
  readonly bytes: number;
  /** Multiply-adds count as two, forward pass of one sample. */
  readonly flops: number;
  /** Where its weights come from and, when `madeBy` a stage, go to. Null: drawn from the seed, kept in the run only. */
  readonly checkpoint: CheckpointPlan | null;
  /** File that brings the network's own weights along (a layers-model), or null. */
  readonly weights: string | null;
  /** Initialisation from another model's variables: names here → names there. */
  readonly init: { readonly from: string; readonly variables: Readonly<Record<string, string>> } | null;
}

export interface CheckpointPlan {
  readonly path: string;
  /** Hash of the file as it is when planning; null when it is not there yet and a stage makes it. */
  readonly sha256: string | null;
  /** Stage that writes it; null when it is given. */
  readonly madeBy: string | null;
}

export interface StagePlan {
  readonly name: string;
  /** Identifies all that decides the stage's result; written into checkpoints it makes. */
  readonly hash: string;
  /** A stage whose model has a checkpoint file is trained once, with the first seed. */
  readonly seeds: 'each' | 'first';
  /** Why it need not run, or null. */
  readonly skip: string | null;
  readonly batch: number;
  /** Parts of a batch in order of rows; samples add up to `batch`. */
  readonly parts: readonly { readonly data: string; readonly samples: number }[];
  readonly steps: number;
  /** Steps in which the slowest part is passed over once. */
  readonly stepsPerEpoch: number;
  readonly updates: readonly UpdatePlan[];
  /** Models whose taps some term reads, in evaluation mode and outside the gradient. */
  readonly teachers: readonly string[];
  /** `stored`: one pass over the data, kept by sample; `each-step`: with every batch (augmented or too large). */
  readonly targets: 'stored' | 'each-step';
  /** The same stage without teachers; null when no term reads one, or when no label term is left. */
  readonly baseline: { readonly updates: readonly UpdatePlan[] } | null;
  readonly evaluateEvery: number;
  readonly earlyStop: { readonly patience: number; readonly minDelta: number } | null;
}

export interface UpdatePlan {
  readonly train: string;
  /** Variables that train; the rest of the model is frozen and its normalisation in evaluation mode when all of it is. */
  readonly variables: readonly string[];
  readonly optimizer: OptimizerPlan;
  readonly terms: readonly TermPlan[];
  /** Optimizer steps in a row. */
  readonly steps: number;
}

export interface OptimizerPlan {
  readonly kind: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Schedulable parameters, `rate` among them. */
  readonly scalars: Readonly<Record<string, ScalarPlan>>;
  /** Largest global L2 norm of the gradient; null for no clipping. */
  readonly clip: number | null;
  /** Micro-batches whose gradients are averaged into one update; divides every part of the batch. */
  readonly accumulate: number;
}

/** A scalar as a function of the stage's step (0-based). */
export type ScalarPlan =
  | { readonly kind: 'constant'; readonly value: number }
  | {
      readonly kind: 'ramp';
      readonly from: number;
      readonly to: number;
      readonly steps: number;
      readonly shape: 'linear' | 'cosine' | 'exponential';
    }
  | { readonly kind: 'drops'; readonly from: number; readonly at: readonly number[]; readonly by: number };

export interface TermPlan {
  readonly id: string;
  readonly loss: string;
  readonly weight: ScalarPlan;
  readonly reduction: Reduction;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly scalars: Readonly<Record<string, ScalarPlan>>;
  /** Parts of the batch that it sees; null for all. */
  readonly data: readonly string[] | null;
  /** Model that it reads beside the student; null for label terms. */
  readonly teacher: string | null;
  /** What is compared; one logits pair for response losses, one with an empty teacher tap for label losses. */
  readonly pairs: readonly PairPlan[];
}

export interface PairPlan {
  /** `stage/term/0`: prefix of the projection's variables. */
  readonly id: string;
  readonly student: string;
  readonly studentShape: Shape;
  readonly teacher: string | null;
  readonly teacherShape: Shape | null;
  readonly projection: ProjectionPlan;
  readonly weight: number;
}

export interface ProjectionPlan {
  /** Name of a projection descriptor: `none`, `linear`, `conv`, … */
  readonly kind: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface EvaluatePlan {
  readonly metrics: readonly 'accuracy'[];
  /** Split that chooses the checkpoint. */
  readonly select: { readonly metric: 'accuracy'; readonly data: string };
  /** Splits scored during training. */
  readonly during: readonly string[];
  /** Splits scored at the last and the selected checkpoint. */
  readonly final: readonly string[];
  readonly batch: number;
}

export interface DiagnosticsPlan {
  readonly everySteps: number;
  /** Gradient norm and share per term. */
  readonly gradients: boolean;
  readonly probe: { readonly data: string; readonly samples: number } | null;
  /** Per stage: taps whose CKA matrix is measured. */
  readonly matrix: readonly {
    readonly stage: string;
    readonly student: readonly string[];
    readonly teacher: readonly string[];
    readonly teacherModel: string;
  }[];
}
