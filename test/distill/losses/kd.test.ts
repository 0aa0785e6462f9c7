import { add, concat, mean, mul, slice, sub, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { kd } from '../../../server/distill/losses/kd.ts';
import { startCpu } from '../../tensorflow.ts';
import { G, gradient, number, relativeError, rms, type Given } from './fixtures.ts';

beforeAll(startCpu);

const student = (): Tensor => G([3, 5], 1, 2);
const teacher = (): Tensor => G([3, 5], 2, 3);
const given = (temperature: number): Given => ({
  student: student(),
  teacher: teacher(),
  scalars: { temperature },
});
const softmax = (logits: readonly number[]): number[] => {
  const powers = logits.map(Math.exp);
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
};
const rows = (logits: Tensor): number[][] => {
  const data = Array.from(logits.dataSync());
  return Array.from({ length: data.length / 5 }, (_, i) => data.slice(5 * i, 5 * i + 5));
};
const centred = (logits: Tensor): number[] =>
  Array.from(sub(logits, mul(mean(logits, -1, true), 1)).dataSync());

describe('kd', () => {
  it('is zero exactly when the logits differ by a constant per row', () => {
    const shifted = add(teacher(), tensor([5, -3, 100], [3, 1]));
    expect(Math.abs(number(kd, { student: shifted, teacher: teacher() }))).toBeLessThan(1e-5);
    expect(number(kd, given(4))).toBeGreaterThan(0.5);
  });

  it('is unchanged by a constant added to a row of either side', () => {
    const shifted = { ...given(4), student: add(student(), 7), teacher: add(teacher(), -7) };
    expect(number(kd, shifted)).toBeCloseTo(number(kd, given(4)), 5);
  });

  it('has the gradient T·(p_s − p_t)/N with T², and that over T² without', () => {
    for (const T of [1, 4, 16]) {
      const [s, t] = [student(), teacher()].map((logits) =>
        rows(logits).flatMap((row) => softmax(row.map((value) => value / T))),
      );
      const expected = (s ?? []).map((value, i) => (T * (value - (t?.[i] ?? NaN))) / 3);
      expect(relativeError(gradient(kd, given(T)), expected)).toBeLessThan(1e-5);
      const without = gradient(kd, given(T), { t2: false });
      expect(
        relativeError(
          without,
          expected.map((value) => value / T ** 2),
        ),
      ).toBeLessThan(1e-4);
    }
  });

  it('approaches the difference of centred logits over N·C when T is large', () => {
    const [s, t] = [centred(student()), centred(teacher())];
    const expected = s.map((value, i) => (value - (t[i] ?? NaN)) / 15);
    expect(relativeError(gradient(kd, given(1000)), expected)).toBeLessThan(5e-3);
  });

  it('keeps the size of its gradient over T with T², and loses it without', () => {
    const sizes = [1, 4, 16].map((T) => rms(gradient(kd, given(T))));
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeLessThan(1.2);
    const without = [1, 16].map((T) => rms(gradient(kd, given(T), { t2: false })));
    expect((without[0] ?? 0) / (without[1] ?? 1)).toBeGreaterThan(200);
  });

  it('is C times larger with batchmean than with mean', () => {
    const [batchmean, mean] = (['batchmean', 'mean'] as const).map((reduction) =>
      number(kd, given(4), {}, reduction),
    );
    expect((batchmean ?? 0) / (mean ?? 1)).toBeCloseTo(5, 5);
  });

  it('as soft cross-entropy is larger by the entropy of the teacher, with the same gradient', () => {
    const soft = { form: 'soft-cross-entropy', t2: false };
    const entropy = number(kd, given(4), soft) - number(kd, given(4), { t2: false });
    const probabilities = rows(teacher()).map((row) => softmax(row.map((value) => value / 4)));
    const expected = probabilities.flat().reduce((sum, p) => sum - p * Math.log(p), 0) / 3;
    expect(entropy).toBeCloseTo(expected, 5);
    expect(relativeError(gradient(kd, given(4), soft), gradient(kd, given(4), { t2: false }))).toBeLessThan(
      1e-4,
    );
  });

  it('as mse-logits with T² does not depend on T', () => {
    const at = (T: number) => number(kd, given(T), { form: 'mse-logits' }, 'mean');
    expect(at(8)).toBeCloseTo(at(1), 5);
  });

  it('as mse-probabilities compares the softened probabilities', () => {
    const [s, t] = [student(), teacher()].map((logits) =>
      rows(logits).flatMap((row) => softmax(row.map((value) => value / 20))),
    );
    const expected = (s ?? []).reduce((sum, value, i) => sum + (value - (t?.[i] ?? NaN)) ** 2, 0) / 15;
    const found = number(kd, given(20), { form: 'mse-probabilities' }, 'mean');
    expect(found / (400 * expected)).toBeCloseTo(1, 4);
  });

  it('in reverse is the forward loss of the networks exchanged', () => {
    const exchanged = { student: teacher(), teacher: student() };
    expect(number(kd, given(4), { direction: 'reverse' })).toBeCloseTo(number(kd, exchanged), 6);
  });

  it('takes a temperature for each side, as PaddleSlim', () => {
    const both = { ...given(4), scalars: { studentTemperature: 2, teacherTemperature: 3 } };
    const scaled = {
      student: mul(student(), 0.5),
      teacher: mul(teacher(), 1 / 3),
      scalars: { temperature: 1 },
    };
    expect(number(kd, both, { t2: false })).toBeCloseTo(number(kd, scaled), 6);
    expect(number(kd, both)).toBeCloseTo(6 * number(kd, scaled), 5);
  });

  it('with zero-logits dilutes the mean by padded tokens instead of leaving them out', () => {
    const tokens = {
      student: G([2, 3, 5], 1, 2),
      teacher: G([2, 3, 5], 2, 3),
      mask: tensor([1, 1, 1, 1, 1, 0], [2, 3]),
    };
    const diluted = number(kd, tokens, { mask: 'zero-logits' });
    expect(diluted / number(kd, tokens)).toBeCloseTo(5 / 6, 5);
    const soft = { form: 'soft-cross-entropy', t2: false };
    const excluded = number(kd, tokens, soft);
    expect(number(kd, tokens, { ...soft, mask: 'zero-logits' })).toBeCloseTo(
      (5 * excluded + Math.log(5)) / 6,
      5,
    );
  });

  it('does not let NaN in padded tokens through', () => {
    const rest = { teacher: G([1, 2, 5], 2, 3), mask: tensor([1, 0], [1, 2]) };
    const clean = G([1, 2, 5], 1, 2);
    const dirty = concat([slice(clean, [0, 0, 0], [1, 1, 5]), mul(G([1, 1, 5], 1), NaN)], 1);
    expect(number(kd, { ...rest, student: dirty })).toBe(number(kd, { ...rest, student: clean }));
    expect(gradient(kd, { ...rest, student: dirty })).toEqual(gradient(kd, { ...rest, student: clean }));
  });

  it('finds logits of different classes', () => {
    expect(kd.check({ student: [10], teacher: [100] }, {}).map(({ code }) => code)).toEqual([
      'classes-differ',
    ]);
  });
});
