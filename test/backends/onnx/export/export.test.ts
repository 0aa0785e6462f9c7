import { atan2, concat, mul, range, reshape, slice, tidy, tile, zeros } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { answers, exportModel } from '../../../../server/backends/onnx/export/index.ts';
import { openModel } from '../../../../server/backends/onnx/export/run.ts';
import { onnx } from '../../../../server/backends/onnx/index.ts';
import { encode, type OnnxModel } from '../../../../server/backends/onnx/model.ts';
import { noDraws } from '../../../../server/distill/draws.ts';
import { upload } from '../../../../server/distill/models.ts';
import type { Network } from '../../../../server/distill/networks/network.ts';
import type { HostTensors } from '../../../../server/distill/tensors.ts';
import { startCpu } from '../../../tensorflow.ts';
import { judged, noOnnx } from './judge.ts';
import { inputsFor, networks, weights } from './networks.ts';

beforeAll(startCpu);

/** What the network itself gives, by name of the output. */
function expected(network: Network, values: HostTensors, inputs: HostTensors): Record<string, Float32Array> {
  const found: Record<string, Float32Array> = {};
  tidy(() => {
    const variables = upload(values);
    const { taps } = network.apply(variables, variables, upload(inputs), { training: false, draws: noDraws });
    for (const name of answers(network)) found[name] = Float32Array.from(taps[name]?.dataSync() ?? []);
  });
  return found;
}

/** Largest difference, relative to the largest value. */
function difference(a: ArrayLike<number>, b: ArrayLike<number> | undefined): number {
  if (a.length !== b?.length) return Number.NaN;
  const peak = Math.max(1, ...Array.from(a, Math.abs));
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN)))) / peak;
}

const cases = Object.entries(networks);

describe.runIf(onnx.usable().ok).each(cases)('an exported %s', (_, make) => {
  const network = make();
  const values = weights(network);
  let model: OnnxModel | undefined;
  beforeAll(async () => (model = await exportModel(network, values, {})));
  const given = (): OnnxModel => {
    if (model === undefined) throw new Error('Nothing was exported.');
    return model;
  };

  it.each([1, 3, 32])('gives what the network gives to a batch of %i', async (batch) => {
    const inputs = inputsFor(network, batch);
    const wanted = expected(network, values, inputs);
    const open = await openModel(encode(given()), 1);
    try {
      const found = await open.run(inputs);
      expect(Object.keys(found)).toEqual(answers(network));
      for (const [name, numbers] of Object.entries(wanted))
        expect(difference(numbers, found[name]?.data)).toBeLessThan(1e-5);
    } finally {
      await open.close();
    }
  });

  it('has operators of ONNX alone', () => {
    expect(given().nodes.filter(({ domain }) => domain !== '')).toEqual([]);
    expect(given().opsets).toEqual({ '': 20 });
  });

  it('has nothing of batch-norm but its products, and no padding apart', () => {
    const ops = given().nodes.map(({ op }) => op);
    if (network.state.length > 0)
      for (const op of ['BatchNormalization', 'Mul', 'Div', 'Sqrt', 'Pad']) expect(ops).not.toContain(op);
  });

  it('takes any number of samples of one shape', () => {
    for (const { name, shape } of network.inputs)
      expect(given().inputs.find((each) => each.name === name)?.shape).toEqual(['batch', ...shape]);
    for (const { shape } of given().outputs) expect(shape?.[0]).toBe('batch');
  });

  it('names its weights as the checkpoint does', () => {
    const names = given().initializers.flatMap(({ name, type }) => (type === 'float32' ? [name] : []));
    const own = names.filter((name) => name.includes('/') || name.includes('.'));
    expect(own.filter((name) => !(name in values))).toEqual([]);
    if (network.state.length === 0 && network.classes !== null)
      expect(own.toSorted()).toEqual(Object.keys(values).toSorted());
  });

  it.skipIf(noOnnx !== null)(
    `is what Python's onnx and onnxruntime take it for${noOnnx === null ? '' : `: ${noOnnx}`}`,
    () => {
      const inputs = inputsFor(network, 3);
      const wanted = expected(network, values, inputs);
      const found = judged(encode(given()), inputs);
      for (const [name, numbers] of Object.entries(wanted))
        expect(difference(numbers, found[name]?.data)).toBeLessThan(1e-5);
    },
  );
});

describe('exporting to ONNX', () => {
  const mlp = networks.mlp?.();
  const changed = (apply: Network['apply']): Network => {
    if (mlp === undefined) throw new Error('There is no such network.');
    return { ...mlp, apply };
  };
  const refused = async (network: Network): Promise<string> => {
    const failure: unknown = await exportModel(network, weights(network), {}).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'not-exportable' });
    return failure instanceof Error ? failure.message : '';
  };

  it('says which operation ONNX lacks', async () => {
    const network = changed((_, state, { image }) => {
      const rows = reshape(image ?? zeros([1]), [-1, 36]);
      return { taps: { logits: atan2(rows, rows) }, state };
    });
    expect(await refused(network)).toContain('Atan2');
  });

  it('refuses a network that computes with the number of samples', async () => {
    const network = changed((_, state, { image = zeros([1]) }) => {
      const rows = reshape(image, [-1, 36]);
      return { taps: { logits: mul(rows, range(0, image.shape[0], 1).expandDims(1)) }, state };
    });
    expect(await refused(network)).toContain('batch');
  });

  it('lets a network spread something over the samples', async () => {
    const network = changed((_, state, { image = zeros([1]) }) => {
      const rows = reshape(image, [-1, 36]);
      return {
        taps: { logits: concat([rows, tile(slice(rows, [0, 0], [1, 2]), [image.shape[0], 1])], 1) },
        state,
      };
    });
    const open = await openModel(encode(await exportModel(network, weights(network), {})), 1);
    const inputs = inputsFor(network, 5);
    const found = await open.run(inputs);
    await open.close();
    expect(found.logits?.shape).toEqual([5, 38]);
    expect(Array.from(found.logits?.data.subarray(4 * 38 + 36) ?? [])).toEqual(
      Array.from(inputs.image?.data.subarray(0, 2) ?? []),
    );
  });
});
