import { Check } from 'typebox/value';
import { beforeAll, describe, expect, it } from 'vitest';
import { sequence } from '../../../server/distill/networks/sequence.ts';
import { startCpu } from '../../tensorflow.ts';
import { context, evaluate, noise, thrown } from './network.ts';

beforeAll(startCpu);

const layers = [
  { layer: 'conv', filters: 8, size: 3, padding: 'same' },
  { layer: 'batch-norm' },
  { layer: 'activation', function: 'relu', name: 'block.1' },
  { layer: 'max-pool' },
  { layer: 'conv', filters: 8, size: 3 },
  { layer: 'flatten' },
  { layer: 'dense', units: 5 },
];

describe('sequence', () => {
  it('taps every layer by its name, numbered from 1 by kind, and the last as logits', () => {
    const network = sequence.build({ layers }, context([8, 8, 3], 5));
    expect(network.taps).toEqual([
      'conv.1',
      'batch-norm.1',
      'block.1',
      'max-pool.1',
      'conv.2',
      'flatten.1',
      'logits',
    ]);
    expect(evaluate(network, noise([2, 8, 8, 3])).taps.logits?.shape).toEqual([2, 5]);
  });

  it('names variables after their layers', () => {
    const network = sequence.build({ layers }, context([8, 8, 3], 5));
    expect(network.parameters.map(({ name }) => name)).toEqual([
      'conv.1/kernel',
      'conv.1/bias',
      'batch-norm.1/gamma',
      'batch-norm.1/beta',
      'conv.2/kernel',
      'conv.2/bias',
      'dense.1/kernel',
      'dense.1/bias',
    ]);
    expect(network.state.map(({ name }) => name)).toEqual([
      'batch-norm.1/movingMean',
      'batch-norm.1/movingVariance',
    ]);
  });

  it('has a schema that knows the keys of every layer', () => {
    expect(Check(sequence.config, { layers })).toBe(true);
    expect(Check(sequence.config, { layers: [{ layer: 'conv', filters: 8, size: 3, rate: 1 }] })).toBe(false);
  });

  const refusals: readonly (readonly [why: string, code: string, layers: readonly unknown[]])[] = [
    ['another number of outputs than classes', 'class-count', [{ layer: 'flatten' }]],
    [
      'a softmax at the end',
      'softmax-output',
      [{ layer: 'flatten' }, { layer: 'dense', units: 5 }, { layer: 'activation', function: 'softmax' }],
    ],
    ['a layer that joins several', 'several-inputs', [{ layer: 'add' }]],
    ['a layer that is not known', 'unknown-layer', [{ layer: 'lambda' }]],
    ['a window larger than the image', 'input-too-small', [{ layer: 'conv', filters: 1, size: 9 }]],
    [
      'a convolution after flattening',
      'not-an-image',
      [{ layer: 'flatten' }, { layer: 'conv', filters: 1, size: 1 }],
    ],
    [
      'two layers of one name',
      'bad-graph',
      [
        { layer: 'flatten', name: 'a' },
        { layer: 'dense', units: 5, name: 'a' },
      ],
    ],
    ['a key that the layer does not have', 'bad-config', [{ layer: 'flatten', rate: 1 }]],
    ['a name that can not be one', 'bad-config', [{ layer: 'flatten', name: '__proto__' }]],
    ['no layers', 'bad-config', []],
  ];

  it.each(refusals)('refuses %s', (_, code, given) => {
    expect(thrown(() => sequence.build({ layers: given }, context([8, 8, 3], 5))).code).toBe(code);
  });
});
