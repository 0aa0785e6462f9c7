import { mul, neg, reverse, tensor, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../../server/distill/losses/at.ts';
import { startCpu } from '../../tensorflow.ts';
import { G, gradient, number } from './fixtures.ts';

beforeAll(startCpu);

const student = (): Tensor => G([2, 4, 4, 3], 1);
const teacher = (): Tensor => G([2, 4, 4, 5], 2);

describe('at', () => {
  it('of maps that are active at different single positions is 2/HW, or √2 as the paper writes it', () => {
    const maps = { student: tensor([3, 0, 0, 0], [1, 2, 2, 1]), teacher: tensor([0, 0, 7, 0], [1, 2, 2, 1]) };
    expect(number(at, maps)).toBeCloseTo(0.5, 6);
    expect(number(at, maps, { variant: 'paper' })).toBeCloseTo(Math.SQRT2, 6);
  });

  it('does not see order and sign of channels, nor the scale of a sample', () => {
    const expected = number(at, { student: student(), teacher: teacher() });
    const changed = mul(neg(reverse(student(), -1)), tensor([0.1, 30], [2, 1, 1, 1]));
    expect(number(at, { student: changed, teacher: teacher() })).toBeCloseTo(expected, 6);
  });

  it.each([{ variant: 'reference' }, { variant: 'paper' }])(
    'has value and gradient 0 for equal maps and finite ones for zero maps ($variant)',
    (parameters) => {
      const equal = { student: student(), teacher: student() };
      expect(number(at, equal, parameters)).toBeLessThan(1e-6);
      expect(gradient(at, equal, parameters).every((entry) => Math.abs(entry) < 1e-6)).toBe(true);
      for (const zero of [
        { student: zeros([2, 4, 4, 3]), teacher: teacher() },
        { student: student(), teacher: zeros([2, 4, 4, 5]) },
        { student: zeros([2, 4, 4, 3]), teacher: zeros([2, 4, 4, 5]) },
      ]) {
        expect(number(at, zero, parameters)).toSatisfy(Number.isFinite);
        expect(gradient(at, zero, parameters).every(Number.isFinite)).toBe(true);
      }
    },
  );

  it('stays between 0 and 2/HW', () => {
    const value = number(at, { student: student(), teacher: teacher() });
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThan(2 / 16);
  });

  it('pools the larger map to the smaller, whichever it is', () => {
    // Each 2×2 block of the large map is constant, so pooling it gives the small one.
    const small = tensor([1, 2, 3, 4], [1, 2, 2, 1]);
    const large = tensor([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4], [1, 4, 4, 1]);
    expect(number(at, { student: large, teacher: small })).toBeCloseTo(0, 10);
    expect(number(at, { student: small, teacher: large })).toBeCloseTo(0, 10);
  });

  it('keeps signs with an odd p in the reference and drops them in the paper', () => {
    const maps = { student: tensor([1, 2], [1, 1, 2, 1]), teacher: tensor([-1, -2], [1, 1, 2, 1]) };
    expect(number(at, maps, { p: 3 })).toBeCloseTo(2, 5);
    expect(number(at, maps, { p: 3, variant: 'paper' })).toBeCloseTo(0, 5);
  });

  it('finds taps that are no maps', () => {
    const problems = at.check({ student: [64], teacher: [4, 4, 8] }, {});
    expect(problems).toMatchObject([{ code: 'not-a-map', projection: 'linear' }]);
  });
});
