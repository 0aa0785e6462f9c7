import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Static, TObject } from 'typebox';

export interface UpdateInputs {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  /** Slots of this parameter by slot name, shaped like the parameter. */
  readonly slots: Readonly<Record<string, Tensor>>;
  /** Current values of the schedulable parameters, `rate` among them. */
  readonly scalars: Readonly<Record<string, Scalar>>;
  /** 1 at the first update. */
  readonly count: Scalar;
  /** Global norm of the gradient before clipping. Where it is not finite, what comes out is not used. */
  readonly norm: Scalar;
}

export interface OptimizerDescriptor<P extends TObject = TObject> {
  readonly kind: string;
  readonly summary: string;
  readonly formula: string;
  readonly sources: readonly string[];
  /** `rate` is one of them. */
  readonly parameters: P;
  /** Parameters without effect beside what else is stated, with the reason, as a loss has them. */
  readonly idle?: (stated: Readonly<Record<string, unknown>>) => Readonly<Record<string, string>>;
  /** Slots a parameter has, all starting at zero. */
  readonly slots: (parameters: Static<P>) => readonly string[];
  /** Pure. Weight decay is applied here when `decays`. */
  readonly update: (
    inputs: UpdateInputs,
    parameters: Static<P>,
    decays: boolean,
  ) => { readonly parameter: Tensor; readonly slots: Readonly<Record<string, Tensor>> };
}

export const optimizer = <P extends TObject>(descriptor: OptimizerDescriptor<P>): OptimizerDescriptor =>
  descriptor;
