import { zeros } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { lenet5 } from '../../../server/distill/networks/lenet5.ts';
import { sizeOf } from '../../../server/distill/tensors.ts';
import { startCpu } from '../../tensorflow.ts';
import { context, evaluate, thrown } from './network.ts';

beforeAll(startCpu);

describe('lenet5', () => {
  it('has 44,426 parameters on 28 × 28 × 1 images and 10 classes', () => {
    const network = lenet5.build({}, context([28, 28, 1], 10));
    expect(network.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(44_426);
  });

  it('taps both feature blocks after pooling, both hidden layers and the logits', () => {
    const { taps } = evaluate(lenet5.build({}, context([28, 28, 1], 10)), zeros([2, 28, 28, 1]));
    const shapes = Object.entries(taps).map(([name, { shape }]) => [name, shape]);
    expect(shapes).toEqual([
      ['features.1', [2, 12, 12, 6]],
      ['features.2', [2, 4, 4, 16]],
      ['hidden.1', [2, 120]],
      ['hidden.2', [2, 84]],
      ['logits', [2, 10]],
    ]);
  });

  it('fits colour images of another size', () => {
    const network = lenet5.build({}, context([32, 40, 3], 5));
    expect(evaluate(network, zeros([1, 32, 40, 3])).taps.logits?.shape).toEqual([1, 5]);
  });

  it('refuses images that its windows do not fit into', () => {
    const error = thrown(() => lenet5.build({}, context([15, 15, 1], 10)));
    expect(error.code).toBe('input-too-small');
    expect(error.where).toBe('features.2.pool');
  });

  it('refuses data without labels', () => {
    expect(thrown(() => lenet5.build({}, context([28, 28, 1], null))).code).toBe('class-count');
  });
});
