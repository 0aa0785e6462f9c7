import { tensor, zeros } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { hard } from '../../../server/distill/losses/hard.ts';
import { startCpu } from '../../tensorflow.ts';
import { G, gradient, number } from './fixtures.ts';

beforeAll(startCpu);

const labels = (...values: number[]) => tensor(values, [values.length], 'int32');

describe('hard', () => {
  it('is ln C for uniform logits, whatever the label and the smoothing', () => {
    const given = { student: zeros([2, 5]), labels: labels(0, 3) };
    expect(number(hard, given)).toBeCloseTo(Math.log(5), 6);
    expect(number(hard, given, { labelSmoothing: 0.1 })).toBeCloseTo(Math.log(5), 6);
  });

  it('mixes the label with the uniform distribution when smoothing', () => {
    const student = tensor([1, 0, 0, 0], [1, 4]);
    const total = Math.log(Math.E + 3);
    const [right, wrong] = [total - 1, total];
    const expected = (0.8 + 0.2 / 4) * right + 3 * (0.2 / 4) * wrong;
    expect(number(hard, { student, labels: labels(0) }, { labelSmoothing: 0.2 })).toBeCloseTo(expected, 6);
  });

  it('leaves unlabelled samples out of sum and mean', () => {
    const student = G([3, 5], 1, 2);
    const all = number(hard, { student, labels: labels(0, -1, -100) });
    const first = number(hard, { student: G([1, 5], 1, 2), labels: labels(0) });
    expect(all).toBeCloseTo(first, 6);
    expect(
      gradient(hard, { student, labels: labels(0, -1, -100) })
        .slice(5)
        .every((entry) => entry === 0),
    ).toBe(true);
  });

  it('is 0 when nothing is labelled', () => {
    expect(Math.abs(number(hard, { student: G([2, 5], 1), labels: labels(-1, -1) }))).toBe(0);
  });

  it('averages over labelled tokens of [batch, length, classes]', () => {
    const student = G([2, 3, 5], 1, 2);
    const tokens = tensor([-1, 4, -1, 1, -1, 0], [2, 3], 'int32');
    const mask = tensor([1, 1, 1, 1, 1, 0], [2, 3]);
    const rows = student.dataSync();
    const row = (index: number) => tensor(Array.from(rows.slice(index * 5, index * 5 + 5)), [1, 5]);
    const expected =
      (number(hard, { student: row(1), labels: labels(4) }) +
        number(hard, { student: row(3), labels: labels(1) })) /
      2;
    expect(number(hard, { student, labels: tokens, mask })).toBeCloseTo(expected, 5);
  });

  it('is never divided by the classes', () => {
    const given = { student: G([3, 5], 1, 2), labels: labels(0, 2, 4) };
    expect(number(hard, given, {}, 'mean')).toBe(number(hard, given, {}, 'batchmean'));
  });

  it('finds a tap that is no row of logits', () => {
    expect(hard.check({ student: [4, 4, 3] }, {}).map(({ code }) => code)).toEqual(['not-logits']);
  });
});
