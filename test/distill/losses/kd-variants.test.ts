import { add, mul, reshape, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { kd } from '../../../server/distill/losses/kd.ts';
import { kdCwsm } from '../../../server/distill/losses/kd-cwsm.ts';
import { kdFlsw } from '../../../server/distill/losses/kd-flsw.ts';
import { kdLogitStd } from '../../../server/distill/losses/kd-logit-std.ts';
import { kdMft } from '../../../server/distill/losses/kd-mft.ts';
import { kdProbabilityShift } from '../../../server/distill/losses/kd-probability-shift.ts';
import { meanLogits } from '../../../server/distill/losses/mean-logits.ts';
import { startCpu } from '../../tensorflow.ts';
import { G, gradient, number } from './fixtures.ts';

beforeAll(startCpu);

const labels = (...values: number[]) => tensor(values, [values.length], 'int32');
const given = () => ({ student: G([3, 5], 1, 2), teacher: G([3, 5], 2, 3) });
const soft = { form: 'soft-cross-entropy', t2: false };

describe('kd-logit-std', () => {
  it('does not see scale and shift of either side', () => {
    const { student, teacher } = given();
    const changed = { student: add(mul(student, 3), 2), teacher: add(mul(teacher, 0.5), -1) };
    expect(number(kdLogitStd, changed)).toBeCloseTo(number(kdLogitStd, given()), 4);
  });
});

describe('kd-probability-shift', () => {
  it('is plain distillation where the teacher is right or the label is missing', () => {
    const teacher = tensor([1, 3, 2, 5, 4, 0], [2, 3]);
    const inputs = { student: G([2, 3], 1), teacher, labels: labels(1, -1) };
    expect(number(kdProbabilityShift, inputs)).toBe(number(kd, inputs));
  });

  it('gives the largest logit to the label', () => {
    const student = G([1, 3], 1);
    const shifted = { student, teacher: tensor([5, 3, 1], [1, 3]), labels: labels(2) };
    expect(number(kdProbabilityShift, shifted)).toBe(
      number(kd, { student, teacher: tensor([1, 3, 5], [1, 3]) }),
    );
  });
});

describe('kd-mft', () => {
  // Probabilities 0.5, 0.3, 0.2.
  const teacher = () => reshape(tensor([0.5, 0.3, 0.2].map(Math.log)), [1, 3]);
  const against = (target: number[], label: number) => {
    const student = teacher();
    const probabilities = [0.5, 0.3, 0.2];
    const expected = target.reduce((sum, p, i) => sum + p * Math.log(p / (probabilities[i] ?? NaN)), 0);
    expect(number(kdMft, { student, teacher: teacher(), labels: labels(label) })).toBeCloseTo(expected, 5);
  };

  it('lets the label lead a wrong top class by the threshold', () => {
    const share = (0.5 - 0.3 + 0.2) / (1 + 0.5 - 0.3);
    const target = [0.5 * (1 - share), 0.3 * (1 - share) + share, 0.2 * (1 - share)];
    expect((target[1] ?? 0) - (target[0] ?? 0)).toBeCloseTo(0.2, 6);
    against(target, 1);
  });

  it('raises a right label by the threshold', () => {
    const share = 0.2 / 0.5;
    against([0.7, 0.3 * (1 - share), 0.2 * (1 - share)], 0);
  });

  it('leaves unlabelled samples out', () => {
    const { student, teacher } = given();
    const values = gradient(kdMft, { student, teacher, labels: labels(0, 2, -1) });
    expect(values.slice(10).every((entry) => entry === 0)).toBe(true);
  });
});

describe('a temperature a sample', () => {
  it('is the base temperature when the batch is one sample', () => {
    const one = { student: G([1, 5], 1, 2), teacher: G([1, 5], 2, 3) };
    const plain = number(kd, one, soft);
    expect(number(kdFlsw, one)).toBeCloseTo(plain, 6);
    expect(number(kdCwsm, one)).toBeCloseTo(plain, 6);
  });

  it('is the base temperature when β is 0', () => {
    const plain = number(kd, given(), soft);
    expect(number(kdFlsw, given(), { beta: 0 })).toBeCloseTo(plain, 6);
    expect(number(kdCwsm, given(), { beta: 0 })).toBeCloseTo(plain, 6);
  });

  it('stays finite where β carries it through 0', () => {
    // Confidences 1/2 and about 1: w is 2 and 1, so τ = T ± β/2.
    const student = tensor([0, 0, 60, 0], [2, 2]);
    const inputs = { student, teacher: student.clone(), scalars: { temperature: 0.498 } };
    expect(number(kdCwsm, inputs)).toSatisfy(Number.isFinite);
    expect(gradient(kdCwsm, inputs).every(Number.isFinite)).toBe(true);
  });
});

describe('meanLogits', () => {
  it('is the mean of the teachers in any order', () => {
    const [a, b] = [tensor([1, 2]), tensor([3, 6])];
    expect([...meanLogits([a, b]).dataSync()]).toEqual([2, 4]);
    expect([...meanLogits([b, a]).dataSync()]).toEqual([2, 4]);
  });
});
