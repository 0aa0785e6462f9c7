import { Tensor } from '@tensorflow/tfjs-core';

/** Sizes without the batch axis unless said otherwise. */
export type Shape = readonly number[];

/** Tensors by stable name. */
export type Tensors = Readonly<Record<string, Tensor>>;

export type DType = 'float32' | 'int32';

/** Values outside the backend: what checkpoints, batches and stored targets hold. */
export interface HostTensor {
  readonly shape: Shape;
  readonly data: Float32Array | Int32Array;
}

export type HostTensors = Readonly<Record<string, HostTensor>>;

/** Number of elements of a shape. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** Whether two shapes have the same sizes in the same order. */
export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis]);

/** Index of the first NaN or infinity, or -1. */
export const firstNotFinite = (values: Float32Array | Int32Array): number =>
  values.findIndex((value) => !Number.isFinite(value));

/** Every tensor of a tree with its path (`variables`, `hidden.1/kernel`), depth first in the order of its keys. */
export function leaves(
  tree: object,
): readonly { readonly path: readonly string[]; readonly tensor: Tensor }[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
    if (value instanceof Tensor) return [{ path: [key], tensor: value }];
    if (typeof value !== 'object' || value === null) throw new TypeError(`${key} holds no tensors.`);
    return leaves(value).map(({ path, tensor }) => ({ path: [key, ...path], tensor }));
  });
}
