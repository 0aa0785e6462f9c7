import { broadcast_util, concat, reshape, slice, transpose, type Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../distill/tensors.ts';
import { defineKernel } from './kernel.ts';

interface Attributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

const plain: Attributes = { transposeA: false, transposeB: false };

/** Below this many multiply-adds a matrix, the scalar loop is over before a fast product is set up. */
const smallProduct = 8_000;

const turned = (x: Tensor): Tensor =>
  transpose(x, [...x.shape.keys()].slice(0, -2).concat(x.rank - 1, x.rank - 2));

/** The matrices of [..., rows, columns], one after the other; always the same where there is only one. */
function matrices(x: Tensor): (index: number) => Tensor {
  const [rows = 1, columns = 1] = x.shape.slice(-2);
  const count = sizeOf(x.shape.slice(0, -2));
  const stacked = reshape(x, [count, rows, columns]);
  return (index) => (count === 1 ? stacked : slice(stacked, [index, 0, 0], [1, rows, columns]));
}

/**
 * The package's own is fast only for two matrices, neither transposed: everything else is a scalar loop. So
 * transposes come first, and a batch is multiplied matrix by matrix.
 */
export const batchMatMul = defineKernel<{ a: Tensor; b: Tensor }, Attributes>(
  'BatchMatMul',
  ({ inputs, attributes: { transposeA, transposeB }, original }) => {
    const a = transposeA ? turned(inputs.a) : inputs.a;
    const b = transposeB ? turned(inputs.b) : inputs.b;
    const [rows = 1, inner = 1] = a.shape.slice(-2);
    const [, columns = 1] = b.shape.slice(-2);
    const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const count = sizeOf(batch);
    const paired = [a, b].every((x) => [1, count].includes(sizeOf(x.shape.slice(0, -2))));
    if (count <= 1 || !paired || rows * inner * columns < smallProduct) return original({ a, b }, plain);
    const [left, right] = [matrices(a), matrices(b)];
    const products = Array.from({ length: count }, (_, index) =>
      original({ a: left(index), b: right(index) }, plain),
    );
    return reshape(concat(products, 0), [...batch, rows, columns]);
  },
);
