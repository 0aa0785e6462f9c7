import { grad, sum, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { adaptiveAveragePool } from '../../../server/distill/losses/adaptive-pool.ts';
import { startCpu } from '../../tensorflow.ts';

beforeAll(startCpu);

describe('adaptiveAveragePool', () => {
  it('averages equal blocks where the sizes divide', () => {
    const map = tensor([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 4, 1]);
    expect([...adaptiveAveragePool(map, 1, 2).dataSync()]).toEqual([3.5, 5.5]);
  });

  it('averages overlapping blocks where they do not, as PyTorch', () => {
    // 5 → 3: positions 0–1, 1–3, 3–4.
    const map = tensor([1, 2, 4, 8, 16], [1, 1, 5, 1]);
    const [a, b, c] = adaptiveAveragePool(map, 1, 3).dataSync();
    expect([a, b, c]).toEqual([1.5, expect.closeTo(14 / 3, 5), 12]);
  });

  it('keeps samples and channels apart', () => {
    const map = tensor([1, 10, 3, 30, 5, 50, 7, 70], [2, 1, 2, 2]);
    expect([...adaptiveAveragePool(map, 1, 1).dataSync()]).toEqual([2, 20, 6, 60]);
  });

  it('spreads its gradient over the positions it averaged', () => {
    const map = tensor([1, 2, 4, 8, 16], [1, 1, 5, 1]);
    const gradient = grad((value) => sum(adaptiveAveragePool(value, 1, 3)))(map).dataSync();
    const expected = [0.5, 0.5 + 1 / 3, 1 / 3, 1 / 3 + 0.5, 0.5];
    for (const [index, value] of expected.entries()) expect(gradient[index]).toBeCloseTo(value, 6);
  });
});
