import * as tf from '@tensorflow/tfjs-core';
import { type Case } from './case.ts';

interface Product {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly turnA?: boolean;
  readonly turnB?: boolean;
  readonly gradient?: false;
}

/** Matrix products with every transposition and batches. */
export const products: readonly Case[] = (
  [
    { a: [4, 3], b: [3, 5] },
    { a: [3, 4], b: [3, 5], turnA: true },
    { a: [4, 3], b: [5, 3], turnB: true },
    { a: [3, 4], b: [5, 3], turnA: true, turnB: true },
    { a: [2, 4, 3], b: [2, 3, 5] },
    { a: [2, 2, 4, 3], b: [2, 2, 5, 3], turnB: true },
    { a: [2, 3, 4], b: [2, 3, 5], turnA: true },
    // TensorFlow.js does not reduce these gradients over broadcast axes, on any backend.
    { a: [2, 4, 3], b: [3, 5], gradient: false },
    { a: [1, 4, 3], b: [3, 3, 5], gradient: false },
  ] satisfies readonly Product[]
).map(({ a, b, turnA = false, turnB = false, ...more }: Product) => ({
  ...more,
  name: `matMul of [${a.join(', ')}]${turnA ? 'ᵀ' : ''} and [${b.join(', ')}]${turnB ? 'ᵀ' : ''}`,
  inputs: [{ shape: a }, { shape: b }],
  run: (x, y) => tf.matMul(x, y, turnA, turnB),
}));

/** Einstein sums, forward only: TensorFlow.js has no gradient of them. */
export const einsums: readonly Case[] = [
  ['ij,jk->ik', [3, 4], [4, 2]],
  ['bij,bkj->bik', [2, 3, 4], [2, 5, 4]],
  ['bhqd,bhkd->bhqk', [2, 2, 3, 4], [2, 2, 5, 4]],
  ['ij,ij->i', [3, 4], [3, 4]],
  ['i,j->ji', [3], [4]],
  ['ij->j', [3, 4]],
].map(([equation, ...operands]) => ({
  name: `einsum ${String(equation)}`,
  inputs: operands.filter((operand) => typeof operand !== 'string').map((shape) => ({ shape })),
  run: (...x: tf.Tensor[]) => tf.einsum(String(equation), ...x),
  gradient: false as const,
}));
