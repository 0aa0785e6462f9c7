import type { DataType } from '@tensorflow/tfjs-core';

/** Index into `Graph.values`. */
export type ValueId = number;

/** A tensor that the function would have made, without its numbers. Row-major, as in TensorFlow.js. */
export interface Value {
  readonly shape: readonly number[];
  readonly dtype: DataType;
}

/**
 * One kernel call. Values are single-assignment: every value is an input, a constant, or an output of one node. That
 * goes for aliases too (aliases.ts), which TensorFlow.js's backends compute by sharing a buffer. Kernels are pure.
 */
export interface Node {
  /** TensorFlow.js's name of the kernel, or that of an operation of server/distill/operations. */
  readonly kernel: string;
  /** By the kernel's names of them, without those left out; lists (AddN, Concat, Pack, Einsum) by index. */
  readonly inputs: Readonly<Record<string, ValueId>>;
  /** Numbers, strings, booleans, null, and lists of them. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly outputs: readonly ValueId[];
  /** Floating-point operations; a multiply-add is two, moving elements about is none. */
  readonly flops: number;
}

export interface Port {
  /** Path in the function's argument or result, joined by `/`: `variables/hidden.1/kernel`. */
  readonly name: string;
  readonly value: ValueId;
}

/** Values of a constant as TensorFlow.js keeps them: bool as bytes. */
export type ConstantData = Float32Array | Int32Array | Uint8Array;

/**
 * What a pure function of tensors does, as data: the intermediate form that backends compile, costs are counted on and
 * models are exported from. It holds for one signature (shapes and types of the inputs).
 */
export interface Graph {
  readonly values: readonly Value[];
  /** In the order of the leaves of the function's argument, needed or not. */
  readonly inputs: readonly Port[];
  /** Tensors made inside the function, and those that it uses and that are not among its inputs. */
  readonly constants: ReadonlyMap<ValueId, ConstantData>;
  /** In an order in which they can run. Nothing here that no output needs. */
  readonly nodes: readonly Node[];
  /** The same value may be several outputs, and an input may be an output. */
  readonly outputs: readonly Port[];
}
