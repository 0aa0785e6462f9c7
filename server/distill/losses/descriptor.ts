import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Static, TObject } from 'typebox';
import type { Shape } from '../tensors.ts';

/** What one entry of the unreduced values stands for. */
export type Axis = 'sample' | 'token' | 'pair' | 'triplet';

export type Reduction = 'batchmean' | 'mean' | 'sum';

/**
 * Unreduced values of a loss. The one reducer (reduce.ts) acts by `axes`:
 * `batchmean` = mean over entries, `mean` = that divided by `elements`, `sum` = sum over entries.
 */
export interface Unreduced {
  /** One value an entry, summed over whatever lies inside an entry (classes, channels, positions). */
  readonly values: Tensor;
  /** Meaning of each axis of `values`. */
  readonly axes: readonly Axis[];
  /** How many elements were summed inside an entry: the further divisor of `mean`. */
  readonly elements: number;
  /** 1 for valid and 0 for padded entries, shape of `values`. Padded entries leave numerator and denominator. */
  readonly mask?: Tensor;
}

/** What a loss is computed from, one pair at a time. Everything of the teacher is outside the gradient. */
export interface LossInputs {
  /** The student's tap: `[batch, classes]` logits, `[batch, length, classes]`, or a feature after its projection. */
  readonly student: Tensor;
  /** The teacher's tap, absent for losses that read no teacher. */
  readonly teacher?: Tensor;
  /** Integer class labels `[batch]` or `[batch, length]`; −1 marks an unlabelled sample. */
  readonly labels?: Tensor;
  /** Valid tokens `[batch, length]`, 1 or 0. */
  readonly mask?: Tensor;
  /** Current values of the schedulable parameters, each a scalar tensor. */
  readonly scalars: Readonly<Record<string, Scalar>>;
}

/** A pair or term that can't be computed, found from shapes alone. */
export interface ShapeProblem {
  readonly code: string;
  readonly message: string;
  /** Name of a projection kind that would make the pair meet. */
  readonly projection?: string;
}

/** Shapes without the batch axis, after pooling and projection where there are any. */
export interface LossShapes {
  readonly student: Shape;
  readonly teacher?: Shape;
}

export interface LossDescriptor<P extends TObject = TObject> {
  /** The field's name for it; kebab-case; unique. */
  readonly name: string;
  readonly summary: string;
  /** Unicode text, one line a formula. */
  readonly formula: string;
  /** Paper and section, or repository and file. */
  readonly sources: readonly string[];
  /** What other toolkits do differently under the same name, a fact each; absent where nothing is known. */
  readonly elsewhere?: readonly string[];
  /** Parameters beside those that every term has (`weight`, `reduction`, …); schedulable ones by `scalar()`. */
  readonly parameters: P;
  /** `labels`: the hard label; `logits`: both logits; `pairs`: taps paired in the recipe. */
  readonly reads: 'labels' | 'logits' | 'pairs';
  /** Reduction when the recipe names none: the one that the published weights belong to. */
  readonly reduction: Reduction;
  /** Weight when the recipe names none. */
  readonly weight: number;
  /** Value when student equals teacher: 0, or words for what it is instead. */
  readonly floor: (parameters: Static<P>) => 0 | string;
  /** How a sample's value depends on the rest of its batch; absent when it doesn't. */
  readonly batchDependent?: string;
  /** What of the student it holds constant in the gradient, so that finite differences differ; absent for nothing. */
  readonly detaches?: string;
  /** Conditions that the recipe checker reports when missing, for example `labels` or `3-classes`. */
  readonly needs: readonly ('labels' | 'teacher' | 'same-classes' | '3-classes' | 'sample-ids')[];
  /**
   * Parameters that have no effect beside what else a recipe states, with the reason, which ends a sentence. `stated`
   * has the recipe's values as they are written; absent when each parameter always has one.
   */
  readonly idle?: (stated: Readonly<Record<string, unknown>>) => Readonly<Record<string, string>>;
  /** What can't be computed with these shapes. Pure; must not look at tensors. */
  readonly check: (shapes: LossShapes, parameters: Static<P>) => readonly ShapeProblem[];
  /** Pure: no read-back, no branch on values, no randomness. Finite for finite inputs. */
  readonly compute: (inputs: LossInputs, parameters: Static<P>) => Unreduced;
}

/** Keeps the parameter type of a descriptor while it is written, and forgets it in lists. */
export const loss = <P extends TObject>(descriptor: LossDescriptor<P>): LossDescriptor => descriptor;
