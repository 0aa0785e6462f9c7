import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../distill/tensors.ts';
import type { Value } from '../graph.ts';

/** What a kernel would give. */
export interface Result {
  readonly outputs: Value | readonly Value[];
  /** Floating-point operations, a multiply-add being two. Moving elements about is none. */
  readonly flops: number;
}

/**
 * A kernel as shapes and costs see it. `Inputs` and `Attributes` are those that TensorFlow.js documents for the name; a list of
 * kernels knows neither.
 */
export interface Inference<Inputs = never, Attributes = never> {
  readonly name: string;
  readonly infer: (inputs: Inputs, attributes: Attributes) => Result;
}

/** A kernel by its name in TensorFlow.js. */
export const kernel = <Inputs, Attributes = object>(
  name: string,
  infer: (inputs: Inputs, attributes: Attributes) => Result,
): Inference<Inputs, Attributes> => ({ name, infer });

/** Kernels that differ in nothing but the name. */
export const family = <Inputs, Attributes = object>(
  names: readonly string[],
  infer: (inputs: Inputs, attributes: Attributes) => Result,
): readonly Inference<Inputs, Attributes>[] => names.map((name) => kernel(name, infer));

/** One output at `perElement` operations an element. */
export const each = (shape: readonly number[], dtype: DataType, perElement = 1): Result => ({
  outputs: { shape, dtype },
  flops: perElement * sizeOf(shape),
});

/** One output whose elements are only moved. */
export const moved = (shape: readonly number[], dtype: DataType): Result => each(shape, dtype, 0);

export interface X {
  readonly x: TensorInfo;
}
