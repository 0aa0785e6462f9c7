import { grad, memory, sum, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromGraph } from '../../../server/distill/networks/from-graph.ts';
import type { LayerGraph, LayerNode } from '../../../server/distill/networks/graph.ts';
import { sequence } from '../../../server/distill/networks/sequence.ts';
import { uniforms } from '../../../server/distill/random.ts';
import { sizeOf, type Shape } from '../../../server/distill/tensors.ts';
import { startCpu } from '../../tensorflow.ts';
import { context, noise, thrown, upload, variables } from './network.ts';

beforeAll(startCpu);

const everything = sequence.build(
  {
    layers: [
      { layer: 'conv', filters: 3, size: 3, padding: 'same' },
      { layer: 'batch-norm' },
      { layer: 'activation', function: 'relu' },
      { layer: 'max-pool' },
      { layer: 'dropout', rate: 0.5 },
      { layer: 'flatten' },
      { layer: 'dense', units: 4 },
    ],
  },
  context([6, 6, 2], 4),
);

const draws = {
  uniform: (site: string, shape: Shape): Tensor =>
    tensor(uniforms({ seed: 1, stage: 0, step: 0, site }, sizeOf(shape)), [...shape]),
};

describe('applying a network', () => {
  it('is a pure function: twice from the same inputs gives the same taps and state', () => {
    const values = upload(variables(everything));
    const image = noise([3, 6, 6, 2]);
    const read = () =>
      tidy(() => {
        const { taps, state } = everything.apply(values, values, { image }, { training: true, draws });
        return [...Object.values(taps), ...Object.values(state)].map((x) => Array.from(x.dataSync()));
      });
    expect(read()).toEqual(read());
  });

  it('leaves its inputs alone, so that taps can be disposed', () => {
    const values = upload(variables(everything));
    const image = noise([3, 6, 6, 2]);
    for (const training of [true, false]) {
      const { taps } = everything.apply(values, values, { image }, { training, draws });
      Object.values(taps).forEach((tap) => tap.dispose());
    }
    expect([image, ...Object.values(values)].filter((x) => x.isDisposed)).toEqual([]);
  });

  it('with its gradient leaves no tensor behind', () => {
    const values = upload(variables(everything));
    const image = noise([3, 6, 6, 2]);
    const loss = (x: Tensor): Tensor =>
      sum(everything.apply(values, values, { image: x }, { training: true, draws }).taps.logits ?? x);
    const before = memory().numTensors;
    tidy(() => grad(loss)(image)).dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('gives the same state tensors back outside training', () => {
    const values = upload(variables(everything));
    const { state } = everything.apply(
      values,
      values,
      { image: noise([1, 6, 6, 2]) },
      { training: false, draws },
    );
    expect(state['batch-norm.1/movingMean']).toBe(values['batch-norm.1/movingMean']);
  });
});

describe('dropout', () => {
  const only = sequence.build({ layers: [{ layer: 'dropout', rate: 0.25 }] }, context([1000], null));

  it('in training keeps about 1 − rate of the values and divides them by that', () => {
    const image = tensor(new Float32Array(1000).fill(3), [1, 1000]);
    const { taps } = only.apply({}, {}, { image }, { training: true, draws });
    const values = Array.from(taps.logits?.dataSync() ?? []);
    expect(new Set(values)).toEqual(new Set([0, 4]));
    expect(values.filter((value) => value === 0).length).toBeGreaterThan(200);
    expect(values.filter((value) => value === 0).length).toBeLessThan(300);
  });

  it('draws at a site of its own name', () => {
    const sites: string[] = [];
    const uniform = (site: string, shape: Shape): Tensor => {
      sites.push(`${site} ${shape.join()}`);
      return draws.uniform(site, shape);
    };
    only.apply({}, {}, { image: noise([2, 1000]) }, { training: true, draws: { uniform } });
    expect(sites).toEqual(['dropout.1 2,1000']);
  });
});

describe('a layer graph that makes no network', () => {
  const node = (name: string, layer: string, inputs: string[], config = {}): LayerNode => ({
    name,
    layer,
    config,
    inputs,
    tap: name,
  });
  const graph = (nodes: LayerNode[], logits = nodes.at(-1)?.name ?? ''): LayerGraph => ({
    inputs: [{ name: 'image', shape: [4, 4, 2] }],
    nodes,
    logits,
  });
  const code = (given: LayerGraph, classes: number | null = null): string =>
    thrown(() => fromGraph(given, { kind: 'test', classes })).code;

  it('is refused when a layer reads one that does not come before it', () => {
    expect(code(graph([node('a', 'flatten', ['b']), node('b', 'flatten', ['image'])]))).toBe('bad-graph');
  });

  it('is refused when a name appears twice', () => {
    expect(code(graph([node('a', 'dropout', ['image'], { rate: 0 }), node('a', 'flatten', ['a'])]))).toBe(
      'bad-graph',
    );
  });

  it('is refused when the logits do not exist', () => {
    expect(code(graph([node('a', 'flatten', ['image'])], 'b'))).toBe('bad-graph');
  });

  it('is refused when two taps have one name', () => {
    expect(
      code(graph([node('logits', 'flatten', ['image']), node('a', 'dropout', ['logits'], { rate: 0 })])),
    ).toBe('bad-graph');
  });

  it('is refused for a layer that is not known', () => {
    expect(code(graph([node('a', 'attention', ['image'])]))).toBe('unknown-layer');
  });

  it('is refused for a value that the layer does not take', () => {
    const error = thrown(() =>
      fromGraph(graph([node('a', 'conv', ['image'], { filters: 0, size: 3 })]), {
        kind: 'test',
        classes: null,
      }),
    );
    expect([error.code, error.where]).toEqual(['bad-config', 'a']);
    expect(error.message).toContain('filters');
  });

  it('is refused when the sum is of different shapes', () => {
    expect(code(graph([node('a', 'max-pool', ['image']), node('b', 'add', ['image', 'a'])]))).toBe(
      'shapes-differ',
    );
  });

  it('is refused when a tensor would be enormous', () => {
    expect(code(graph([node('a', 'zero-padding', ['image'], { padding: 65_536 })]))).toBe('too-large');
  });

  it('is refused when the variables together would be enormous', () => {
    const wide = node('a', 'conv', ['image'], { filters: 65_536, size: 1 });
    expect(code(graph([wide, node('b', 'conv', ['a'], { filters: 65_536, size: 1 })]))).toBe('too-large');
  });

  it('is refused when the outputs are not one a class', () => {
    expect(code(graph([node('a', 'flatten', ['image'])]), 10)).toBe('class-count');
  });
});
