import type { Lowering } from '../builder.ts';
import { activate, type Activation } from './activations.ts';
import { lowering, type Call } from './call.ts';
import { einsum } from './einsum.ts';
import { gaveBlocked } from './blocked-product.ts';
import { multiply } from './multiply.ts';

interface Turned extends Activation {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

function product(call: Call<Turned>): string | null {
  const { builder, attributes, output } = call;
  if (output.dtype === 'bool') return null;
  const matrices = (name: string, turned: boolean) => ({
    name: call.read(name),
    rank: call.value(name).shape.length,
    turned,
  });
  const a = matrices('a', attributes.transposeA);
  const b = matrices('b', attributes.transposeB);
  return multiply(builder, a, b, output.dtype === 'int32' ? 'int32' : 'float32');
}

/** The product and its bias: one Gemm where two matrices and a number a column make it. */
function biasedProduct(call: Call<Turned>): string | null {
  const { builder, attributes, output } = call;
  const rank = (name: string): number => call.value(name).shape.length;
  if (call.has('bias') && rank('a') === 2 && rank('b') === 2 && output.dtype === 'float32') {
    const transA = attributes.transposeA ? 1 : 0;
    const transB = attributes.transposeB ? 1 : 0;
    return builder.emit(
      'Gemm',
      ['a', 'b', 'bias'].map((name) => call.read(name)),
      { transA, transB },
    );
  }
  const name = product(call);
  return name === null || !call.has('bias') ? name : builder.emit('Add', [name, call.read('bias')]);
}

/** Products of matrices. */
export const products: readonly Lowering[] = [
  lowering<Turned>('BatchMatMul', (call) => {
    if (gaveBlocked(call)) return;
    const name = product(call);
    if (name === null) return false;
    call.give(name);
  }),
  lowering<Turned>('_FusedMatMul', (call) => {
    const { builder } = call;
    const linear = (call.attributes.activation ?? 'linear') === 'linear';
    if (linear && gaveBlocked(call)) return;
    const biased = biasedProduct(call);
    if (biased === null) return false;
    const result = activate(builder, biased, call.attributes);
    if (result === null) return false;
    call.give(result);
  }),
  einsum,
];
