import {
  backend_util,
  broadcast_util,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../distill/tensors.ts';
import { kernel, type Result, type Inference } from './kernel.ts';

interface Factors {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
  readonly bias?: TensorInfo;
}

interface Turned {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly activation?: string;
}

/** 2·m·n·k a matrix, and one operation an element of the output for a bias and for an activation. */
function product({ a, b, bias }: Factors, { transposeA, transposeB, activation = 'linear' }: Turned): Result {
  const [rows = 1, inner = 1] = transposeA ? a.shape.slice(-2).reverse() : a.shape.slice(-2);
  const [, columns = 1] = transposeB ? b.shape.slice(-2).reverse() : b.shape.slice(-2);
  const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batch, rows, columns];
  const extra = (bias ? 1 : 0) + (activation === 'linear' ? 0 : 1);
  return { outputs: { shape, dtype: a.dtype }, flops: sizeOf(shape) * (2 * inner + extra) };
}

export const products: readonly Inference[] = [
  kernel<Factors, Turned>('BatchMatMul', product),
  kernel<Factors, Turned>('_FusedMatMul', product),
  // Counted as if every letter were a loop around one multiply-add.
  kernel<NamedTensorInfoMap, { readonly equation: string }>('Einsum', (inputs, { equation }) => {
    const operands = Object.values(inputs).filter((input) => input !== undefined);
    const { allDims, summedDims, idDims } = backend_util.decodeEinsumEquation(equation, operands.length);
    const sizes = allDims.map((_, letter) =>
      Math.max(...operands.map(({ shape }, n) => shape[idDims[n]?.indexOf(letter) ?? -1] ?? 1)),
    );
    const kept = allDims.length - summedDims.length;
    return {
      outputs: { shape: sizes.slice(0, kept), dtype: operands[0]?.dtype ?? 'float32' },
      flops: 2 * sizeOf(sizes),
    };
  }),
];
