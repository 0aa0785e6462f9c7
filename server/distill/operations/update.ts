import type { Described } from './operation.ts';

/**
 * What every optimizer update has in common.
 *
 * The outputs `parameter` and slots are the next values of the inputs of the same name. A backend may write them over
 * those inputs where the caller has given their memory away.
 *
 * `norm` is the global norm of the gradient before clipping. Where it is not finite, the outputs are unspecified, and a
 * backend that updates in place leaves parameter and slots as they are: the trainer then throws `diverged` with
 * everything as it was before the step.
 */
export type Decay =
  /** No weight decay: of biases and normalisation. */
  | 'none'
  /** A part of the gradient. */
  | 'l2'
  /** Apart from the gradient, times the rate. */
  | 'decoupled';

export const updateSources: readonly string[] = [
  'Loshchilov and Hutter, Decoupled weight decay regularization, arXiv 1711.05101, algorithms 1 and 2',
];

/** The next value of an input. */
export const like = ({ shape }: Described): Described => ({ shape, dtype: 'float32' });
