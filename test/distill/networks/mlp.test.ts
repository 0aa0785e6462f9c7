import { beforeAll, describe, expect, it } from 'vitest';
import { mlp } from '../../../server/distill/networks/mlp.ts';
import { startCpu } from '../../tensorflow.ts';
import { context, evaluate, noise, thrown } from './network.ts';

beforeAll(startCpu);

describe('mlp', () => {
  it('is dense layers on the flattened image, named hidden.1 … and logits', () => {
    const network = mlp.build({ hidden: [32, 16] }, context([28, 28, 1], 10));
    expect(network.parameters.map(({ name, shape }) => [name, shape])).toEqual([
      ['hidden.1/kernel', [784, 32]],
      ['hidden.1/bias', [32]],
      ['hidden.2/kernel', [32, 16]],
      ['hidden.2/bias', [16]],
      ['logits/kernel', [16, 10]],
      ['logits/bias', [10]],
    ]);
    expect(network.taps).toEqual(['hidden.1', 'hidden.2', 'logits']);
  });

  it('taps hidden layers after their activation', () => {
    const network = mlp.build({ hidden: [50] }, context([10], 3));
    const values = Array.from(evaluate(network, noise([4, 10])).taps['hidden.1']?.dataSync() ?? []);
    expect(values.filter((value) => value < 0)).toEqual([]);
    expect(values.filter((value) => value === 0).length).toBeGreaterThan(0);
  });

  it('is linear without hidden layers', () => {
    expect(mlp.build({ hidden: [] }, context([4], 2)).taps).toEqual(['logits']);
  });

  it('drops out after every hidden layer when asked to', () => {
    const network = mlp.build({ hidden: [8, 8], dropout: 0.1 }, context([4], 2));
    const names = network.layers?.nodes.map(({ name }) => name);
    expect(names).toEqual([
      'hidden.1',
      'hidden.1.activation',
      'hidden.1.dropout',
      'hidden.2',
      'hidden.2.activation',
      'hidden.2.dropout',
      'logits',
    ]);
  });

  it('says which key is wrong', () => {
    const error = thrown(() => mlp.build({ hidden: [0] }, context([4], 2)));
    expect([error.code, error.message]).toEqual(['bad-config', 'mlp: hidden.0 must be >= 1.']);
  });

  it('refuses data that have no image', () => {
    const error = thrown(() => mlp.build({ hidden: [] }, { fields: {}, classes: 2, files: {} }));
    expect(error.code).toBe('missing-input');
  });
});
