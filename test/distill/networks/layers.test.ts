import { mul, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { layers as keras, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { layersModel } from '../../../server/distill/export/layers-model.ts';
import { chain } from '../../../server/distill/networks/chain.ts';
import { readConfig } from '../../../server/distill/networks/config.ts';
import { fromGraph } from '../../../server/distill/networks/from-graph.ts';
import { layersModelWeights } from '../../../server/distill/networks/keras/weights.ts';
import { layersModel as imported } from '../../../server/distill/networks/layers-model.ts';
import { findLayer } from '../../../server/distill/networks/layers/index.ts';
import type { Shape } from '../../../server/distill/tensors.ts';
import { startCpu } from '../../tensorflow.ts';
import { distance, load, predict, save } from './keras.ts';
import { context, evaluate, noise, variables } from './network.ts';

beforeAll(startCpu);

type Twin = Parameters<Sequential['add']>[0];

interface Case {
  readonly name: string;
  readonly layer: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Without the batch axis. */
  readonly input: Shape;
  readonly twin: (inputShape: number[]) => Twin;
}

const activations = [
  'relu',
  'relu6',
  'elu',
  'selu',
  'sigmoid',
  'tanh',
  'softmax',
  'swish',
  'linear',
] as const;

const cases: readonly Case[] = [
  {
    name: 'dense',
    layer: 'dense',
    config: { units: 3 },
    input: [5],
    twin: (inputShape) => keras.dense({ units: 3, inputShape }),
  },
  {
    name: 'dense over the last of several axes, without bias',
    layer: 'dense',
    config: { units: 3, bias: false },
    input: [2, 4, 5],
    twin: (inputShape) => keras.dense({ units: 3, useBias: false, inputShape }),
  },
  {
    name: 'valid conv',
    layer: 'conv',
    config: { filters: 4, size: [3, 2] },
    input: [6, 7, 3],
    twin: (inputShape) => keras.conv2d({ filters: 4, kernelSize: [3, 2], inputShape }),
  },
  {
    name: 'same conv with strides, without bias',
    layer: 'conv',
    config: { filters: 2, size: 3, strides: [2, 1], padding: 'same', bias: false },
    input: [6, 7, 3],
    twin: (inputShape) =>
      keras.conv2d({
        filters: 2,
        kernelSize: 3,
        strides: [2, 1],
        padding: 'same',
        useBias: false,
        inputShape,
      }),
  },
  {
    name: 'dilated conv',
    layer: 'conv',
    config: { filters: 2, size: [3, 2], dilation: [2, 3], padding: 'same' },
    input: [7, 8, 2],
    twin: (inputShape) =>
      keras.conv2d({ filters: 2, kernelSize: [3, 2], dilationRate: [2, 3], padding: 'same', inputShape }),
  },
  {
    name: 'depthwise conv',
    layer: 'depthwise-conv',
    config: { size: 3, multiplier: 2, strides: 2, padding: 'same' },
    input: [7, 6, 3],
    twin: (inputShape) =>
      keras.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, strides: 2, padding: 'same', inputShape }),
  },
  {
    name: 'max-pool with its default window',
    layer: 'max-pool',
    config: {},
    input: [5, 6, 2],
    twin: (inputShape) => keras.maxPooling2d({ poolSize: 2, inputShape }),
  },
  {
    name: 'same max-pool with overlapping windows',
    layer: 'max-pool',
    config: { size: 3, strides: 2, padding: 'same' },
    input: [5, 6, 2],
    twin: (inputShape) => keras.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same', inputShape }),
  },
  {
    name: 'average-pool',
    layer: 'average-pool',
    config: { size: [2, 3], strides: 1 },
    input: [5, 6, 2],
    twin: (inputShape) => keras.averagePooling2d({ poolSize: [2, 3], strides: [1, 1], inputShape }),
  },
  {
    name: 'same average-pool, which leaves out pixels beyond the border',
    layer: 'average-pool',
    config: { size: 3, strides: 2, padding: 'same' },
    input: [6, 5, 2],
    twin: (inputShape) => keras.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same', inputShape }),
  },
  {
    name: 'global-average-pool',
    layer: 'global-average-pool',
    config: {},
    input: [5, 6, 2],
    twin: (inputShape) => keras.globalAveragePooling2d({ inputShape }),
  },
  {
    name: 'flatten',
    layer: 'flatten',
    config: {},
    input: [2, 3, 4],
    twin: (inputShape) => keras.flatten({ inputShape }),
  },
  {
    name: 'reshape with a size left open',
    layer: 'reshape',
    config: { shape: [4, -1] },
    input: [2, 3, 4],
    twin: (inputShape) => keras.reshape({ targetShape: [4, -1], inputShape }),
  },
  {
    name: 'zero-padding',
    layer: 'zero-padding',
    config: { padding: [1, 0, 2, 3] },
    input: [2, 3, 2],
    twin: (inputShape) =>
      keras.zeroPadding2d({
        padding: [
          [1, 0],
          [2, 3],
        ],
        inputShape,
      }),
  },
  {
    name: 'batch-norm',
    layer: 'batch-norm',
    config: { convention: 'keras' },
    input: [3, 4, 2],
    twin: (inputShape) => keras.batchNormalization({ inputShape }),
  },
  {
    name: 'batch-norm without gamma and beta',
    layer: 'batch-norm',
    config: { epsilon: 0.01, center: false, scale: false },
    input: [5],
    twin: (inputShape) =>
      keras.batchNormalization({ epsilon: 0.01, center: false, scale: false, inputShape }),
  },
  {
    name: 'dropout',
    layer: 'dropout',
    config: { rate: 0.5 },
    input: [5],
    twin: (inputShape) => keras.dropout({ rate: 0.5, inputShape }),
  },
  {
    name: 'leaky-relu',
    layer: 'activation',
    config: { function: 'leaky-relu', slope: 0.2 },
    input: [5],
    twin: (inputShape) => keras.leakyReLU({ alpha: 0.2, inputShape }),
  },
  ...activations.map((name): Case => ({
    name,
    layer: 'activation',
    config: { function: name },
    input: [3, 5],
    twin: (inputShape) => keras.activation({ activation: name, inputShape }),
  })),
];

const single = ({ layer, config, input }: Case) =>
  fromGraph(chain(input, [{ name: 'it', layer, config, tap: null }]), { kind: 'test', classes: null });

/** Values from −8 to 8, beyond relu6's six. */
const image = (shape: Shape): Tensor => mul(noise([2, ...shape]), 8);

describe.each(cases)('$name', (entry) => {
  it('gives the numbers of its Keras twin with the same weights', () => {
    const network = single(entry);
    const values = variables(network);
    const model = sequential({ layers: [entry.twin([...entry.input])] });
    model.setWeights(
      [...network.parameters, ...network.state].map(({ name, shape }) =>
        tensor(values[name]?.data ?? [], [...shape]),
      ),
    );
    const x = image(entry.input);
    expect(distance(evaluate(network, x, values).taps.logits ?? x, predict(model, x))).toBeLessThan(2e-5);
  });

  it('is the same again after being exported and loaded by TensorFlow.js', async () => {
    const network = single(entry);
    const values = variables(network);
    const x = image(entry.input);
    const model = await load(layersModel(network, values));
    expect(distance(evaluate(network, x, values).taps.logits ?? x, predict(model, x))).toBeLessThan(2e-5);
  });

  it('says beforehand which shape comes out', () => {
    const descriptor = findLayer(entry.layer, 'it');
    const shape = descriptor.output(readConfig(descriptor.config, entry.config, 'it'), [entry.input]);
    expect(evaluate(single(entry), image(entry.input)).taps.logits?.shape).toEqual([2, ...shape]);
  });
});

/** A layers-model may not end in these: layers-model.test.ts. */
const notLast = ['softmax', 'sigmoid'];

describe.each(cases.filter(({ name }) => !notLast.includes(name)))('$name', (entry) => {
  it('is the same again after its Keras twin was saved and read as a layers-model', async () => {
    const model = sequential({ layers: [entry.twin([...entry.input])] });
    const { modelJson, shard } = await save(model);
    const network = imported.build({ path: 'model.json' }, context(entry.input, null, { path: modelJson }));
    const x = image(entry.input);
    const output = evaluate(network, x, layersModelWeights(modelJson, [shard])).taps.logits ?? x;
    expect(distance(output, predict(model, x))).toBeLessThan(2e-5);
  });
});
