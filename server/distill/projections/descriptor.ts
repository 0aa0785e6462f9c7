import type { Tensor } from '@tensorflow/tfjs-core';
import type { Static, TObject } from 'typebox';
import type { VariableSpec } from '../networks/network.ts';
import type { Shape, Tensors } from '../tensors.ts';

/** A trained map from the student's feature to the teacher's shape. Belongs to the loss term, not to the student. */
export interface ProjectionDescriptor<P extends TObject = TObject> {
  /** The recipe's `project`. */
  readonly kind: string;
  readonly summary: string;
  readonly sources: readonly string[];
  readonly parameters: P;
  /** Shape that comes out, without the batch axis, or null when it can't map `from` to `to`. */
  readonly output: (from: Shape, to: Shape, parameters: Static<P>) => Shape | null;
  /** Its variables, unprefixed. */
  readonly variables: (from: Shape, to: Shape, parameters: Static<P>) => readonly VariableSpec[];
  /** Pure; `[batch, ...from]` to `[batch, ...output]`. */
  readonly apply: (variables: Tensors, feature: Tensor, to: Shape, parameters: Static<P>) => Tensor;
}

export const projection = <P extends TObject>(descriptor: ProjectionDescriptor<P>): ProjectionDescriptor =>
  descriptor;
