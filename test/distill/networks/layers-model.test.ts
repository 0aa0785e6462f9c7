import { assert, constantFrom, nat, property } from 'fast-check';
import { softmax } from '@tensorflow/tfjs-core';
import {
  input,
  layers as keras,
  model,
  sequential,
  SymbolicTensor,
  type LayersModel,
} from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { layersModel } from '../../../server/distill/networks/layers-model.ts';
import { layersModelWeights, shardPaths } from '../../../server/distill/networks/keras/weights.ts';
import type { Network } from '../../../server/distill/networks/network.ts';
import { RetortError } from '../../../server/protocol/failure.ts';
import { startCpu } from '../../tensorflow.ts';
import { distance, predict, save } from './keras.ts';
import { context, evaluate, noise, thrown } from './network.ts';

beforeAll(startCpu);

const build = (modelJson: unknown, shape = [8, 8, 3], classes: number | null = 4): Network =>
  layersModel.build({ path: 'model.json' }, context(shape, classes, { path: modelJson }));

/** Sequential, every activation fused as people write it, a softmax at the end. */
const plain = (): LayersModel =>
  sequential({
    layers: [
      keras.conv2d({ filters: 4, kernelSize: 3, activation: 'relu', inputShape: [8, 8, 3], name: 'stem' }),
      keras.batchNormalization({ name: 'norm' }),
      keras.maxPooling2d({ poolSize: 2, name: 'pool' }),
      keras.dropout({ rate: 0.3, name: 'drop' }),
      keras.flatten({ name: 'flat' }),
      keras.dense({ units: 4, activation: 'softmax', name: 'head' }),
    ],
  });

/** Functional, with add, concat, a separable convolution, and a softmax layer of its own. */
function branching(): LayersModel {
  const image = input({ shape: [8, 8, 3], name: 'pixels' });
  const stem = one(keras.conv2d({ filters: 4, kernelSize: 3, padding: 'same', useBias: false }).apply(image));
  const norm = one(keras.batchNormalization({ epsilon: 0.01 }).apply(stem));
  const active = one(keras.reLU({ maxValue: 6 }).apply(norm));
  const separable = one(
    keras
      .separableConv2d({ filters: 4, kernelSize: 3, padding: 'same', depthMultiplier: 2, activation: 'tanh' })
      .apply(active),
  );
  const sum = one(keras.add({ name: 'sum' }).apply([active, separable]));
  const both = one(keras.concatenate({ name: 'both' }).apply([sum, active]));
  const pooled = one(keras.globalAveragePooling2d({ name: 'pooled' }).apply(both));
  const scores = one(keras.dense({ units: 4, name: 'scores' }).apply(pooled));
  const output = one(keras.softmax({ axis: -1, name: 'probabilities' }).apply(scores));
  return model({ inputs: image, outputs: output });
}

/** The one symbolic output of a layer. */
function one(output: unknown): SymbolicTensor {
  if (output instanceof SymbolicTensor) return output;
  throw new Error('expected one output');
}

/** The file with parts replaced: a path of keys and the new value. */
function changed(modelJson: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const copy: unknown = structuredClone(modelJson);
  let at = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  at[path.at(-1) ?? ''] = value;
  return copy;
}

/** Every place in a JSON value. */
function pathsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [[...path, key], ...pathsOf(child, [...path, key])]);
}

describe('a layers-model', () => {
  it('of a Sequential gives the probabilities of TensorFlow.js once its logits go through a softmax', async () => {
    const original = plain();
    const { modelJson, shard } = await save(original);
    const image = noise([3, 8, 8, 3]);
    const { logits } = evaluate(build(modelJson), image, layersModelWeights(modelJson, [shard])).taps;
    expect(distance(softmax(logits ?? image), predict(original, image))).toBeLessThan(1e-5);
  });

  it('of a Functional with branches gives the same, too', async () => {
    const original = branching();
    const { modelJson, shard } = await save(original);
    const image = noise([3, 8, 8, 3]);
    const { logits } = evaluate(build(modelJson), image, layersModelWeights(modelJson, [shard])).taps;
    expect(distance(softmax(logits ?? image), predict(original, image))).toBeLessThan(1e-5);
  });

  it('has a tap for every layer, after its activation, and the logits before the softmax', async () => {
    const { modelJson } = await save(plain());
    const network = build(modelJson);
    expect(network.taps).toEqual(['stem', 'norm', 'pool', 'drop', 'flat', 'logits']);
    const stem = evaluate(network, noise([1, 8, 8, 3])).taps.stem;
    expect(Array.from(stem?.dataSync() ?? [-1]).some((value) => value < 0)).toBe(false);
  });

  it('keeps moving statistics as state and trains the rest', async () => {
    const network = build((await save(plain())).modelJson);
    expect(network.parameters.map(({ name }) => name)).toEqual([
      'stem/kernel',
      'stem/bias',
      'norm/gamma',
      'norm/beta',
      'head/kernel',
      'head/bias',
    ]);
    expect(network.state.map(({ name }) => name)).toEqual(['norm/movingMean', 'norm/movingVariance']);
  });

  it('takes the batch-norm convention of Keras', async () => {
    const network = build((await save(plain())).modelJson);
    expect(network.layers?.nodes.find(({ name }) => name === 'norm')?.config).toMatchObject({
      convention: 'keras',
      epsilon: 0.001,
      momentum: 0.99,
    });
  });
});

describe('the weights of a layers-model', () => {
  const file = (dtype: string, quantization: Record<string, unknown>) => ({
    modelTopology: {
      class_name: 'Sequential',
      config: {
        layers: [
          {
            class_name: 'Dense',
            config: { name: 'head', units: 2, use_bias: false, batch_input_shape: [null, 2] },
          },
        ],
      },
    },
    weightsManifest: [
      {
        paths: ['a.bin', 'b.bin'],
        weights: [{ name: 'head/kernel', shape: [2, 2], dtype, quantization }],
      },
    ],
  });

  it('are dequantised from uint8, across shards', () => {
    const modelJson = file('float32', { dtype: 'uint8', scale: 0.5, min: -1 });
    expect(shardPaths(modelJson)).toEqual(['a.bin', 'b.bin']);
    const weights = layersModelWeights(modelJson, [Uint8Array.of(0, 1, 2), Uint8Array.of(255)]);
    expect(weights).toEqual({ 'head/kernel': { shape: [2, 2], data: Float32Array.of(-1, -0.5, 0, 126.5) } });
  });

  it('are dequantised from uint16', () => {
    const modelJson = file('float32', { dtype: 'uint16', scale: 2, min: 1 });
    const shard = new Uint8Array(Uint16Array.of(0, 1, 256, 65_535).buffer);
    expect(layersModelWeights(modelJson, [shard, new Uint8Array()])['head/kernel']?.data).toEqual(
      Float32Array.of(1, 3, 513, 131_071),
    );
  });

  it('are widened from float16', () => {
    const modelJson = file('float32', { dtype: 'float16' });
    const shard = new Uint8Array(Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff).buffer);
    expect(layersModelWeights(modelJson, [shard, new Uint8Array()])['head/kernel']?.data).toEqual(
      Float32Array.of(1, -2, 2 ** -24, 65_504),
    );
  });

  const refused = (modelJson: unknown, shards: Uint8Array[]): string => {
    const error = thrown(() => layersModelWeights(modelJson, shards));
    expect(error.code).toBe('bad-layers-model');
    return error.message;
  };

  it('are refused when the files are too short or too long', () => {
    const modelJson = file('float32', { dtype: 'uint8' });
    expect(refused(modelJson, [new Uint8Array(3)])).toContain('end before');
    expect(refused(modelJson, [new Uint8Array(3), new Uint8Array(2)])).toContain('5 bytes');
  });

  it('are refused when the manifest asks for more than memory holds', () => {
    const modelJson = changed(
      file('float32', { dtype: 'uint8' }),
      ['weightsManifest', 0, 'weights', 0, 'shape'],
      [1e15, 1e15],
    );
    expect(refused(modelJson, [new Uint8Array(4)])).toContain('end before');
  });

  it('are refused when one is missing', () => {
    const modelJson = changed(
      file('float32', { dtype: 'uint8' }),
      ['weightsManifest', 0, 'weights', 0, 'name'],
      'x',
    );
    expect(refused(modelJson, [new Uint8Array(4)])).toContain('kernel is missing');
  });

  it.each(['../a.bin', '/etc/passwd', 'c:\\a.bin', 'http://host/a.bin', 'a/../../b', '', 'a\0b', 7])(
    'are never read from %j',
    (path) => {
      const modelJson = changed(file('float32', {}), ['weightsManifest', 0, 'paths', 0], path);
      expect(thrown(() => shardPaths(modelJson)).code).toBe('bad-layers-model');
    },
  );
});

describe('a model.json that makes no network', () => {
  const dense = (name: unknown, inbound: unknown = [], config: Record<string, unknown> = {}) => ({
    class_name: 'Dense',
    name,
    config: { name, units: 4, ...config },
    inbound_nodes: inbound,
  });
  const entry = {
    class_name: 'InputLayer',
    name: 'in',
    config: { name: 'in', batch_input_shape: [null, 4] },
    inbound_nodes: [],
  };
  const from = (...names: string[]) => [names.map((name) => [name, 0, 0, {}])];
  const functional = (layers: unknown[], output = 'out', more = {}): unknown => ({
    modelTopology: {
      class_name: 'Functional',
      config: {
        layers: [entry, ...layers],
        input_layers: [['in', 0, 0]],
        output_layers: [[output, 0, 0]],
        ...more,
      },
    },
  });
  const single = (className: string, config = {}): unknown =>
    functional([{ class_name: className, config: { name: 'out', ...config }, inbound_nodes: from('in') }]);

  it('is built once its defects are gone', () => {
    expect(build(functional([dense('out', from('a')), dense('a', from('in'))]), [4]).taps).toEqual([
      'a',
      'logits',
    ]);
  });

  const cases: readonly (readonly [why: string, code: string, modelJson: unknown])[] = [
    ['nothing', 'bad-layers-model', undefined],
    ['a text', 'bad-layers-model', 'model'],
    ['a graph model', 'bad-layers-model', { format: 'graph-model', modelTopology: {} }],
    ['no layers', 'bad-layers-model', { modelTopology: { class_name: 'Sequential', config: [] } }],
    ['a Lambda layer', 'lambda-layer', single('Lambda')],
    ['a layer of an unknown class', 'unknown-layer', single('LSTM')],
    ['a class named like a property of objects', 'unknown-layer', single('constructor')],
    ['a model inside the model', 'unknown-layer', single('Sequential')],
    [
      'an unknown activation',
      'unsupported-layer-config',
      single('Activation', { activation: 'hard_sigmoid' }),
    ],
    ['a sigmoid at the end', 'sigmoid-output', single('Activation', { activation: 'sigmoid' })],
    ['a setting that can not be represented', 'unsupported-layer-config', single('ReLU', { max_value: 3 })],
    ['huge units', 'bad-config', single('Dense', { units: 1e12 })],
    ['units that are no number', 'unsupported-layer-config', single('Dense', { units: '4' })],
    ['another number of outputs than classes', 'class-count', single('Dense', { units: 7 })],
    ['a missing layer', 'bad-layers-model', functional([dense('out', from('gone'))])],
    ['an unconnected layer', 'bad-layers-model', functional([dense('out')])],
    ['a cycle', 'bad-layers-model', functional([dense('a', from('out')), dense('out', from('a'))])],
    ['a layer that reads itself', 'bad-layers-model', functional([dense('out', from('out'))])],
    ['a missing output', 'bad-layers-model', functional([dense('a', from('in'))])],
    ['equal names', 'bad-layers-model', functional([dense('out', from('in')), dense('out', from('in'))])],
    [
      'a layer named __proto__',
      'bad-layers-model',
      functional([dense('__proto__', from('in'))], '__proto__'),
    ],
    ['a layer whose name is no text', 'bad-layers-model', functional([dense(7, from('in'))])],
    ['a layer used twice', 'shared-layer', functional([dense('out', [...from('in'), ...from('in')])])],
    [
      'two inputs',
      'several-inputs',
      functional([], 'out', {
        input_layers: [
          ['in', 0, 0],
          ['b', 0, 0],
        ],
      }),
    ],
    [
      'two outputs',
      'several-outputs',
      functional([], 'out', {
        output_layers: [
          ['a', 0, 0],
          ['b', 0, 0],
        ],
      }),
    ],
    ['the nodes of Keras 3', 'bad-layers-model', functional([dense('out', [{ args: [], kwargs: {} }])])],
  ];

  it.each(cases)('is refused for %s', (_, code, modelJson) => {
    expect(thrown(() => build(modelJson, [4])).code).toBe(code);
  });

  it('is refused for images of another shape', () => {
    expect(thrown(() => build(functional([dense('out', from('in'))]), [5])).code).toBe('input-shape');
  });

  it('names the layer that is refused', () => {
    expect(thrown(() => build(single('Lambda'), [4])).where).toBe('out');
  });

  it('may be a chain of ten thousand layers', () => {
    const layers = Array.from({ length: 10_000 }, (_, i) => ({
      class_name: 'Activation',
      config: { name: `a${i}`, activation: 'relu' },
      inbound_nodes: from(i === 0 ? 'in' : `a${i - 1}`),
    }));
    expect(build(functional([...layers.reverse()], 'a9999'), [4]).taps.length).toBe(10_000);
  });

  it('made from a good one by changing values throws nothing but RetortErrors', async () => {
    const saved = await Promise.all([plain(), branching()].map(save));
    const files = saved.map((file) => ({ ...file, paths: pathsOf(file.modelJson) }));
    const values = constantFrom<unknown>(
      null,
      true,
      -1,
      0,
      2,
      1.5,
      1e9,
      '',
      'out',
      'same',
      [],
      [[]],
      [3, 3],
      {},
    );
    assert(
      property(constantFrom(...files), nat(), values, ({ modelJson, shard, paths }, at, value) => {
        const hostile = changed(modelJson, paths[at % paths.length] ?? [], value);
        for (const read of [() => build(hostile), () => layersModelWeights(hostile, [shard])]) {
          try {
            read();
          } catch (error) {
            expect(error).toBeInstanceOf(RetortError);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('cannot change the prototype of objects', () => {
    const hostile: unknown = JSON.parse(
      JSON.stringify(functional([dense('out', from('in'))])).replace(
        '"units":4',
        '"units":4,"__proto__":{"polluted":1}',
      ),
    );
    build(hostile, [4]);
    expect('polluted' in {}).toBe(false);
  });
});
