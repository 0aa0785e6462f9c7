import {
  engine,
  type DataType,
  type GradConfig,
  type NamedAttrMap,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

/** Shape and type of a tensor without its values. */
export type Described = Pick<TensorInfo, 'shape' | 'dtype'>;

/**
 * A lean operation: one kernel where TensorFlow.js has a chain of them, with a gradient that keeps little. Every
 * backend can run it, because it says how it is composed of TensorFlow.js's own ops; a backend may put a kernel of its
 * own in its place, under the same name.
 */
export interface Operation<Inputs extends Readonly<Record<string, Tensor>>, Attributes extends object> {
  /** Name of the kernel: `BatchNorm`, `BatchNormGrad`. None of TensorFlow.js's own. */
  readonly name: string;
  /** What it computes, as Unicode text. */
  readonly formula: string;
  readonly sources: readonly string[];
  /** The outputs, made of TensorFlow.js's ops. Runs outside any gradient. */
  readonly compose: (inputs: Inputs, attributes: Attributes) => readonly Tensor[];
  /** Shapes and types of the outputs, and the floating-point operations (a multiply-add is two). */
  readonly infer: (
    inputs: Readonly<Record<keyof Inputs, Described>>,
    attributes: Attributes,
  ) => {
    readonly outputs: readonly { readonly shape: readonly number[]; readonly dtype: DataType }[];
    readonly flops: number;
  };
  /** Which inputs and outputs the gradient keeps, and how it is computed. Absent: no gradient flows. */
  readonly gradient?: Omit<GradConfig, 'kernelName'>;
}

/** An operation of the list: what it takes is known to who calls it, and to nobody who only goes through the list. */
export type AnyOperation = Operation<never, never>;

/** Runs an operation on the current backend, recorded by a surrounding gradient. */
export function run<Inputs extends Readonly<Record<string, Tensor>>, Attributes extends object>(
  { name }: Operation<Inputs, Attributes>,
  inputs: Inputs,
  attributes: Attributes,
): Tensor[] {
  const outputs: Tensor | Tensor[] = engine().runKernel(name, { ...inputs }, {
    ...attributes,
  } as NamedAttrMap);
  return Array.isArray(outputs) ? outputs : [outputs];
}
