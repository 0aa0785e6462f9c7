import { mul } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { layersModel } from '../../../server/distill/export/layers-model.ts';
import { layersModelWeights } from '../../../server/distill/networks/keras/weights.ts';
import { findNetwork } from '../../../server/distill/networks/index.ts';
import type { Network } from '../../../server/distill/networks/network.ts';
import type { Shape } from '../../../server/distill/tensors.ts';
import { startCpu } from '../../tensorflow.ts';
import { distance, load, predict } from '../networks/keras.ts';
import { context, evaluate, noise, thrown, variables } from '../networks/network.ts';

beforeAll(startCpu);

const build = (kind: string, config: unknown, shape: Shape, files = {}): Network =>
  findNetwork(kind).build(config, context(shape, 5, files));

const cases: readonly (readonly [name: string, network: () => Network, shape: Shape])[] = [
  ['mlp', () => build('mlp', { hidden: [7, 6], activation: 'gelu' }, [6, 6, 1]), [6, 6, 1]],
  ['mlp on vectors, with dropout', () => build('mlp', { hidden: [7], dropout: 0.2 }, [9]), [9]],
  ['lenet5', () => build('lenet5', {}, [20, 20, 3]), [20, 20, 3]],
  ['resnet', () => build('resnet', { depth: 8, widths: [2, 2, 3, 4] }, [12, 12, 3]), [12, 12, 3]],
  [
    'sequence with convolutions, batch-norm, pooling and dropout',
    () =>
      build(
        'sequence',
        {
          layers: [
            { layer: 'conv', filters: 4, size: 3, padding: 1, strides: 2 },
            { layer: 'batch-norm' },
            { layer: 'activation', function: 'leaky-relu' },
            { layer: 'depthwise-conv', size: 3, padding: 1 },
            { layer: 'max-pool' },
            { layer: 'dropout', rate: 0.4 },
            { layer: 'global-average-pool' },
            { layer: 'dense', units: 5 },
          ],
        },
        [12, 12, 3],
      ),
    [12, 12, 3],
  ],
];

describe.each(cases)('an exported %s', (_, make, shape) => {
  it('gives the same logits in TensorFlow.js', async () => {
    const network = make();
    const values = variables(network);
    // Small values keep the logits near one, so that 1e-5 means something.
    const image = mul(noise([3, ...shape]), 0.1);
    const expected = evaluate(network, image, values).taps.logits ?? image;
    const model = await load(layersModel(network, values));
    expect(distance(expected, predict(model, image))).toBeLessThan(1e-5 * Math.max(1, peak(expected)));
  });

  it('gives the same logits when it is read as a layers-model again', () => {
    const network = make();
    const values = variables(network);
    const { modelJson, weights } = layersModel(network, values);
    const parsed: unknown = JSON.parse(JSON.stringify(modelJson));
    const again = build('layers-model', { path: 'model.json' }, shape, { path: parsed });
    const image = noise([3, ...shape]);
    const expected = evaluate(network, image, values).taps.logits ?? image;
    const output = evaluate(again, image, layersModelWeights(parsed, [weights])).taps.logits ?? image;
    expect(distance(expected, output)).toBeLessThan(1e-5 * Math.max(1, peak(expected)));
  });
});

const peak = (x: ReturnType<typeof noise>): number => Math.max(...Array.from(x.dataSync(), Math.abs));

describe('exporting', () => {
  it('writes float32 weights for every variable and nothing else', () => {
    const network = build('mlp', { hidden: [7] }, [9]);
    const { weights } = layersModel(network, variables(network));
    expect(weights.byteLength).toBe(4 * (9 * 7 + 7 + 7 * 5 + 5));
  });

  it('refuses a network that is not made of layers', () => {
    const { kind, inputs, parameters, state, taps, classes, apply } = build('mlp', { hidden: [7] }, [9]);
    const network = { kind, inputs, parameters, state, taps, classes, apply };
    expect(thrown(() => layersModel(network, {})).code).toBe('not-exportable');
  });
});
