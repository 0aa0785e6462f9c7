import type { Builder } from '../builder.ts';
import { microsoft } from '../builder.ts';

/** Matrices [..., rows, columns], to be read turned or not. */
export interface Matrices {
  readonly name: string;
  readonly rank: number;
  readonly turned: boolean;
}

const flipped = (rank: number): number[] =>
  Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));

/** Their product, of which ONNX Runtime has three: the plain one, Gemm for two matrices, and its own for batches. */
export function multiply(
  builder: Builder,
  a: Matrices,
  b: Matrices,
  type: 'float32' | 'int32' = 'float32',
): string {
  const straight = ({ name, rank, turned }: Matrices): string =>
    turned ? builder.emit('Transpose', [name], { perm: flipped(rank) }) : name;
  if ((!a.turned && !b.turned) || type === 'int32') return builder.emit('MatMul', [straight(a), straight(b)]);
  const transA = a.turned ? 1 : 0;
  const transB = b.turned ? 1 : 0;
  if (a.rank === 2 && b.rank === 2) return builder.emit('Gemm', [a.name, b.name], { transA, transB });
  return builder.standard
    ? builder.emit('MatMul', [straight(a), straight(b)])
    : builder.emit('FusedMatMul', [a.name, b.name], { transA, transB }, { domain: microsoft });
}
