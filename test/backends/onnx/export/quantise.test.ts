import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { exportModel } from '../../../../server/backends/onnx/export/index.ts';
import { quantise } from '../../../../server/backends/onnx/export/quantise.ts';
import { openModel } from '../../../../server/backends/onnx/export/run.ts';
import { onnx } from '../../../../server/backends/onnx/index.ts';
import { encode, type OnnxModel } from '../../../../server/backends/onnx/model.ts';
import type { Network } from '../../../../server/distill/networks/network.ts';
import type { HostTensors } from '../../../../server/distill/tensors.ts';
import { startCpu } from '../../../tensorflow.ts';
import { judged, noOnnx } from './judge.ts';
import { inputsFor, networks, weights } from './networks.ts';

beforeAll(startCpu);

async function* batches(network: Network): AsyncGenerator<HostTensors> {
  for (const batch of [32, 7]) yield await Promise.resolve(inputsFor(network, batch));
}

async function answers(model: OnnxModel, inputs: HostTensors): Promise<HostTensors> {
  const open = await openModel(encode(model), 1);
  try {
    return await open.run(inputs);
  } finally {
    await open.close();
  }
}

/** 1 − cosine of the angle between two lists of numbers. */
function turned(a: ArrayLike<number> = [], b: ArrayLike<number> = []): number {
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
    Array.from(x).reduce((sum, value, i) => sum + value * (y[i] ?? Number.NaN), 0);
  return 1 - dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** Names of the operators that ONNX Runtime really runs. */
async function kernels(model: OnnxModel): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'retort-kernels-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const optimizedModelFilePath = join(folder, 'optimised.onnx');
  const session = await InferenceSession.create(encode(model), {
    optimizedModelFilePath,
    logSeverityLevel: 3,
  });
  await session.release();
  return readFile(optimizedModelFilePath, 'latin1');
}

const integerKernels: Readonly<Record<string, readonly string[]>> = {
  mlp: ['QGemm'],
  lenet5: ['QLinearConv', 'QGemm'],
  resnet8: ['QLinearConv', 'QLinearAdd', 'QGemm'],
  sequence: ['QLinearConv', 'QLinearLeakyRelu', 'QGemm'],
  'bert classifier': ['QGemm'],
  'bert encoder': ['QGemm'],
};

describe.runIf(onnx.usable().ok).each(Object.entries(networks))('%s in eight bits', (name, make) => {
  const network = make();
  const values = weights(network);
  const made: { float32?: OnnxModel; int8?: OnnxModel } = {};
  beforeAll(async () => {
    made.float32 = await exportModel(network, values, {});
    made.int8 = await quantise(made.float32, batches(network));
  });
  const model = (precision: 'float32' | 'int8'): OnnxModel => {
    const found = made[precision];
    if (found === undefined) throw new Error('Nothing was exported.');
    return found;
  };

  it.each([1, 3, 32])('points where float32 points, for a batch of %i', async (batch) => {
    const inputs = inputsFor(network, batch);
    const [expected, found] = [await answers(model('float32'), inputs), await answers(model('int8'), inputs)];
    for (const [output, { shape, data }] of Object.entries(expected)) {
      expect(found[output]?.shape).toEqual(shape);
      expect(turned(data, found[output]?.data)).toBeLessThan(0.002);
    }
  });

  it('runs on integers', async () => {
    const run = await kernels(model('int8'));
    for (const kernel of integerKernels[name] ?? ['']) expect(run).toContain(kernel);
  });

  it('has operators of ONNX alone, and weights under the names of the checkpoint', () => {
    const { nodes, initializers } = model('int8');
    expect(nodes.filter(({ domain }) => domain !== '')).toEqual([]);
    const rounded = initializers.filter(({ type }) => type === 'int8');
    const own = rounded.filter(({ name }) => !name.endsWith('.zero'));
    expect(own.length).toBeGreaterThan(1);
    expect(own.filter(({ name }) => !(name in values))).toEqual([]);
  });

  it('keeps no product in float32 whose weight is constant', () => {
    const { nodes, initializers } = model('int8');
    const floats = new Set(initializers.flatMap(({ name, type }) => (type === 'float32' ? [name] : [])));
    const products = nodes.filter(({ op }) => ['Conv', 'Gemm', 'MatMul'].includes(op));
    expect(products.filter(({ inputs }) => floats.has(inputs[1] ?? ''))).toEqual([]);
  });

  it.skipIf(noOnnx !== null)(
    `is what Python's onnx and onnxruntime take it for${noOnnx === null ? '' : `: ${noOnnx}`}`,
    async () => {
      const inputs = inputsFor(network, 3);
      const expected = await answers(model('int8'), inputs);
      const found = judged(encode(model('int8')), inputs);
      for (const [output, { data }] of Object.entries(expected))
        expect(turned(data, found[output]?.data)).toBeLessThan(0.001);
    },
  );
});

describe.runIf(onnx.usable().ok)('a model in eight bits', () => {
  it('is about a quarter as large', async () => {
    const network = networks.lenet5?.();
    if (network === undefined) throw new Error('There is no such network.');
    const float32 = await exportModel(network, weights(network), {});
    const int8 = await quantise(float32, batches(network));
    expect(encode(int8).byteLength / encode(float32).byteLength).toBeLessThan(0.35);
  });
});
