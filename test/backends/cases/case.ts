import type * as tf from '@tensorflow/tfjs-core';

/** Values drawn uniformly from `from` to `to` (default −1 to 1); whole numbers where the type is int32. */
export interface Input {
  readonly shape: readonly number[];
  readonly from?: number;
  readonly to?: number;
  readonly dtype?: 'float32' | 'int32';
}

/** An op as networks and losses use it, with small inputs. The gradient is by all float32 inputs unless it has none. */
export interface Case {
  readonly name: string;
  readonly inputs: readonly Input[];
  readonly run: (...inputs: tf.Tensor[]) => tf.Tensor;
  readonly gradient?: false;
}

/** A function of one tensor. */
export type Unary = (x: tf.Tensor) => tf.Tensor;
/** A function of two tensors. */
export type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

export interface Domain {
  readonly from?: number;
  readonly to?: number;
}

export const positive: Domain = { from: 0.2, to: 2 };

/** A case with one input. */
export const one = (name: string, shape: readonly number[], run: Unary, more: Partial<Case> = {}): Case => ({
  name,
  inputs: [{ shape }],
  run: (x) => run(x),
  ...more,
});
