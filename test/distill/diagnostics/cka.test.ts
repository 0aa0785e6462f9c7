import { add, matMul, mul, slice, tensor2d, tensor4d, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { asVectors, centredGram, ckaMatrix } from '../../../server/distill/diagnostics/cka.ts';
import { normals } from '../../../server/distill/random.ts';
import { startCpu } from '../../tensorflow.ts';

beforeAll(startCpu);

const features = (site: string, n: number, d: number): Tensor2D =>
  tensor2d(normals({ seed: 1, stage: 0, step: 0, site }, n * d), [n, d]);
const cka = (a: Tensor2D, b: Tensor2D): number =>
  tidy(() => ckaMatrix([centredGram(a)], [centredGram(b)])).dataSync()[0] ?? Number.NaN;

/** Debiased CKA in float64 from the definition of Song et al. 2012, eq. 5: sums over the Gram matrices without diagonal. */
function reference(a: number[][], b: number[][]): number {
  const n = a.length;
  const gram = (x: number[][]) =>
    x.map((row, i) =>
      x.map((other, j) => (i === j ? 0 : row.reduce((sum, value, k) => sum + value * (other[k] ?? 0), 0))),
    );
  const total = (m: number[][]) => m.flat().reduce((sum, value) => sum + value, 0);
  const hsic = (k: number[][], l: number[][]): number => {
    const trace = k.flat().reduce((sum, value, i) => sum + value * (l.flat()[i] ?? 0), 0);
    const rows = (m: number[][]) => m.map((row) => row.reduce((sum, value) => sum + value, 0));
    const cross = rows(k).reduce((sum, value, i) => sum + value * (rows(l)[i] ?? 0), 0);
    return (trace + (total(k) * total(l)) / ((n - 1) * (n - 2)) - (2 / (n - 2)) * cross) / (n * (n - 3));
  };
  const [k, l] = [gram(a), gram(b)];
  return hsic(k, l) / Math.sqrt(hsic(k, k) * hsic(l, l));
}

describe('debiased linear CKA', () => {
  test('equals the definition in float64', () => {
    const [a, b] = [features('a', 12, 5), features('b', 12, 3)];
    const mixed = tidy(() => add<Tensor2D>(b, slice(a, [0, 0], [12, 3])));
    expect(cka(a, mixed)).toBeCloseTo(reference(a.arraySync(), mixed.arraySync()), 5);
  });

  test('is 1 for a feature and itself', () => {
    const a = features('a', 64, 10);
    expect(cka(a, a)).toBeCloseTo(1, 5);
  });

  test('does not change under rotation, scale and shift', () => {
    const [a, b] = [features('a', 64, 2), features('b', 64, 7)];
    const rotation = tensor2d([Math.cos(1), -Math.sin(1), Math.sin(1), Math.cos(1)], [2, 2]);
    const moved = tidy(() => add<Tensor2D>(mul(matMul(a, rotation), 30), 100));
    expect(cka(moved, b)).toBeCloseTo(cka(a, b), 4);
  });

  test('is near 0 for unrelated features, even with more features than samples', () => {
    expect(Math.abs(cka(features('a', 64, 500), features('b', 64, 500)))).toBeLessThan(0.1);
  });

  test('is finite for constant features', () => {
    expect(cka(tensor2d(new Float32Array(64), [16, 4]), features('b', 16, 3))).toBe(0);
  });
});

describe('features as vectors', () => {
  test('maps are averaged into 4 × 4 cells', () => {
    const map = tensor4d(
      Float32Array.from({ length: 64 }, (_, i) => i),
      [1, 8, 8, 1],
    );
    const vectors = asVectors(map).arraySync();
    // The first cell averages rows 0 and 1, columns 0 and 1: 0, 1, 8, 9.
    expect(vectors[0]).toHaveLength(16);
    expect(vectors[0]?.[0]).toBeCloseTo(4.5, 5);
    expect(vectors[0]?.[15]).toBeCloseTo(58.5, 5);
  });

  test('small maps stay whole', () => {
    expect(asVectors(tensor4d(new Float32Array(2 * 3 * 3 * 5), [2, 3, 3, 5])).shape).toEqual([2, 45]);
  });
});
