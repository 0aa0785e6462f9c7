import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { exportModel } from '../../../server/backends/onnx/export/index.ts';
import { findBackend } from '../../../server/backends/index.ts';
import { onnx } from '../../../server/backends/onnx/index.ts';
import { encode } from '../../../server/backends/onnx/model.ts';
import { verify } from '../../../server/cli/export/verify.ts';
import type { Compile } from '../../../server/distill/backend.ts';
import { buildNetwork } from '../../../server/distill/models.ts';
import { initialise } from '../../../server/distill/networks/initialise.ts';
import type { HostTensors } from '../../../server/distill/tensors.ts';
import { readPlan } from '../../../server/runs/state.ts';
import { openData } from '../../../server/training/data/port.ts';
import { mnist, queue } from '../../e2e/queue.ts';
import { program } from '../../program.ts';

let compile: Compile | undefined;
beforeAll(async () => (compile = await findBackend('wasm').start({ threads: 1 })));

const recipe = `
version: 1
name: Small
data:
  train: { source: idx, path: ${mnist}/train, take: 100 }
  val: { source: idx, path: ${mnist}/train, skip: 50000, take: 70 }
models:
  small: { network: { kind: mlp, hidden: [6] } }
stages:
  - name: teach
    train: small
    data: train
    length: 1 steps
    batch: 10
    optimizer: { kind: adam, rate: 0.01 }
    losses: [{ loss: hard }]
evaluate: { data: [val], select: { metric: accuracy, data: val } }
`;

/** Verifies the model of some weights as that of others. */
async function verified(trained: (drawn: HostTensors) => HostTensors) {
  const plan = await readPlan(await queue(recipe));
  const { small: model } = plan.models;
  if (model === undefined || compile === undefined) throw new Error('There is no model.');
  const network = await buildNetwork(model, () => Promise.resolve(null));
  const tensors = initialise(network.parameters, { seed: 1, model: 'small' });
  const content = encode(await exportModel(network, tensors, {}));
  const data = openData(plan, { loader: program('loader'), cacheBytes: 0 });
  onTestFinished(() => data.close());
  return verify(
    { plan, model, network, tensors: trained(tensors) },
    { files: { float32: content }, sizes: { float32: content.byteLength } },
    { data, compile, breathe: () => Promise.resolve() },
  );
}

/** The weights with one number changed. */
const changed = (weights: HostTensors, by: (value: number) => number): HostTensors =>
  Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [
      name,
      { shape, data: name === 'logits/bias' ? Float32Array.from(data, by) : data },
    ]),
  );

describe.runIf(onnx.usable().ok)('verifying an exported model', () => {
  it('finds nothing but rounding where it is that of the network', async () => {
    const { models, samples, tolerance } = await verified((weights) => weights);
    expect(samples).toBe(70);
    expect(models.float32?.difference).toBeLessThan(tolerance / 10);
  });

  it('refuses a model that answers a thousandth beside the network', async () => {
    const wrong = verified((weights) => changed(weights, (value) => value + 1e-3));
    await expect(wrong).rejects.toMatchObject({ code: 'export-differs' });
  });

  it('refuses answers that are no numbers', async () => {
    const wrong = verified((weights) => changed(weights, () => Number.NaN));
    await expect(wrong).rejects.toMatchObject({ code: 'export-differs' });
  });
});
