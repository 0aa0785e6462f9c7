import { add, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { hint } from '../../../server/distill/losses/hint.ts';
import { startCpu } from '../../tensorflow.ts';
import { G, number } from './fixtures.ts';

beforeAll(startCpu);

const apart = (shape: number[]) => ({ student: G(shape, 1), teacher: add(G(shape, 1), 2) });

describe('hint', () => {
  it('is the mean squared difference over all elements', () => {
    expect(number(hint, apart([2, 4, 4, 3]))).toBeCloseTo(4, 5);
  });

  it("as the paper's is half the sum of squares of a sample", () => {
    expect(number(hint, apart([2, 4, 4, 3]), { variant: 'paper' })).toBeCloseTo(0.5 * 4 * 48, 3);
  });

  it('leaves padded tokens of a sequence out', () => {
    const teacher = tensor([2, 2, 5, 5], [1, 2, 2]);
    const student = tensor([1, 1, 0, 0], [1, 2, 2]);
    expect(number(hint, { student, teacher, mask: tensor([1, 0], [1, 2]) })).toBe(1);
  });

  it('names the projection that makes a pair meet', () => {
    const suggestion = (student: number[], teacher: number[]) => hint.check({ student, teacher }, {})[0];
    expect(suggestion([4, 4, 3], [4, 4, 5])).toMatchObject({ code: 'shapes-differ', projection: 'conv' });
    expect(suggestion([8, 8, 3], [4, 4, 5])?.projection).toBe('conv-bn-relu');
    expect(suggestion([32], [5, 5, 16])?.projection).toBe('linear');
    expect(suggestion([4, 4, 3], [4, 4, 3])).toBeUndefined();
  });
});
