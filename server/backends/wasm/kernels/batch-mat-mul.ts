import { transpose, type Tensor } from '@tensorflow/tfjs-core';
import { defineKernel } from './kernel.ts';

interface Attributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

const turned = (x: Tensor): Tensor =>
  transpose(x, [...x.shape.keys()].slice(0, -2).concat(x.rank - 1, x.rank - 2));

/** The package's own is fast only for two matrices, neither transposed: everything else is a scalar loop. */
export const batchMatMul = defineKernel<{ a: Tensor; b: Tensor }, Attributes>(
  'BatchMatMul',
  ({ inputs, attributes: { transposeA, transposeB }, original }) => {
    const a = transposeA ? turned(inputs.a) : inputs.a;
    const b = transposeB ? turned(inputs.b) : inputs.b;
    return original({ a, b }, { transposeA: false, transposeB: false });
  },
);
