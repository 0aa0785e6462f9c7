import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../distill/tensors.ts';

/** What a kernel would give: a new buffer, or the buffer of `alias` under another shape. */
export interface Output {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly alias?: TensorInfo;
}

export interface Result {
  readonly outputs: Output | readonly Output[];
  /** Floating-point operations, a multiply-add being two. Moving elements about is none. */
  readonly flops: number;
}

/** `Inputs` and `Attributes` are those that TensorFlow.js documents for the name; a list of kernels knows neither. */
export interface ShapesKernel<Inputs = never, Attributes = never> {
  readonly name: string;
  readonly infer: (inputs: Inputs, attributes: Attributes) => Result;
}

/** A kernel by its name in TensorFlow.js. */
export const kernel = <Inputs, Attributes = object>(
  name: string,
  infer: (inputs: Inputs, attributes: Attributes) => Result,
): ShapesKernel<Inputs, Attributes> => ({ name, infer });

/** Kernels that differ in nothing but the name. */
export const family = <Inputs, Attributes = object>(
  names: readonly string[],
  infer: (inputs: Inputs, attributes: Attributes) => Result,
): readonly ShapesKernel<Inputs, Attributes>[] => names.map((name) => kernel(name, infer));

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
