import { grad, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { reduce } from '../../../server/distill/losses/reduce.ts';
import { startCpu } from '../../tensorflow.ts';

beforeAll(startCpu);

const read = (value: Tensor): number => value.dataSync()[0] ?? NaN;
const values = (): Tensor => tensor([1, 2, 3, 10], [2, 2]);

describe('reduce', () => {
  const plain = () => ({ values: values(), axes: ['sample', 'token'] as const, elements: 5 });
  const masked = () => ({ ...plain(), mask: tensor([1, 1, 1, 0], [2, 2]) });

  it('takes the mean over entries, divides it by elements, or sums', () => {
    expect(read(reduce(plain(), 'batchmean'))).toBe(4);
    expect(read(reduce(plain(), 'mean'))).toBeCloseTo(0.8, 6);
    expect(read(reduce(plain(), 'sum'))).toBe(16);
  });

  it('leaves masked entries out of numerator and denominator', () => {
    expect(read(reduce(masked(), 'batchmean'))).toBe(2);
    expect(read(reduce(masked(), 'mean'))).toBeCloseTo(0.4, 6);
    expect(read(reduce(masked(), 'sum'))).toBe(6);
  });

  it('keeps a masked NaN out of the value', () => {
    expect(read(reduce({ ...masked(), values: tensor([1, 2, 3, NaN], [2, 2]) }, 'batchmean'))).toBe(2);
  });

  it('is 0 with a zero gradient when nothing is valid', () => {
    const mask = tensor([0, 0, 0, 0], [2, 2]);
    expect(read(reduce({ ...plain(), mask }, 'mean'))).toBe(0);
    const gradient = grad((entries) => reduce({ ...plain(), values: entries, mask }, 'mean'))(values());
    expect([...gradient.dataSync()]).toEqual([0, 0, 0, 0]);
  });

  it('refuses values whose axes are not named', () => {
    expect(() => reduce({ ...plain(), axes: ['sample'] }, 'sum')).toThrow(/rank 2 with 1 axes/);
  });
});
