import { dispose, grads, mean, memory, square, tidy, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { backends, findBackend } from '../../../server/backends/index.ts';
import { select } from '../../../server/distill/models.ts';
import { initialise } from '../../../server/distill/networks/initialise.ts';
import type { Network } from '../../../server/distill/networks/network.ts';
import { resnet } from '../../../server/distill/networks/resnet.ts';
import { uniforms } from '../../../server/distill/random.ts';
import { sizeOf, type HostTensors, type Shape } from '../../../server/distill/tensors.ts';
import { compiled } from '../../backends/compiled.ts';
import { context, evaluate, furthest, noDraws, noise, thrown, upload } from './network.ts';
import { noPyTorch, pytorch } from './pytorch/pytorch.ts';

beforeAll(() => findBackend('wasm').start({ threads: 1 }));

const build = (config: Record<string, unknown>, classes = 100, size = 32): Network =>
  resnet.build(config, context([size, size, 3], classes));

const count = (network: Network): number =>
  network.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);

const tapShapes = (network: Network, size: number): Readonly<Record<string, Shape>> =>
  tidy(() => {
    const { taps } = evaluate(network, zeros([1, size, size, 3]));
    return Object.fromEntries(Object.entries(taps).map(([tap, { shape }]) => [tap, shape.slice(1)]));
  });

describe('the layout of resnet', () => {
  // RepDistiller's models for CIFAR-100, counted in PyTorch; batch-norm's moving statistics are no parameters.
  it.each([
    ['resnet8', { depth: 8 }, 83_892],
    ['resnet14', { depth: 14 }, 181_108],
    ['resnet20', { depth: 20 }, 278_324],
    ['resnet32', { depth: 32 }, 472_756],
    ['resnet44', { depth: 44 }, 667_188],
    ['resnet56', { depth: 56 }, 861_620],
    ['resnet110', { depth: 110 }, 1_736_564],
    ['resnet8x4', { depth: 8, width: 4 }, 1_233_540],
    ['resnet32x4', { depth: 32, width: 4 }, 7_433_860],
  ])('%s is %j and has as many parameters as published', (_, config, parameters) => {
    expect(count(build(config))).toBe(parameters);
  });

  it('takes the channels of stem and stages in place of a width', () => {
    expect(count(build({ depth: 8, widths: [32, 64, 128, 256] }))).toBe(count(build({ depth: 8, width: 4 })));
  });

  it('taps the stem, each stage before and after its last ReLU, the pooled features and the logits', () => {
    expect(tapShapes(build({ depth: 8, width: 4 }), 32)).toEqual({
      stem: [32, 32, 32],
      'stage.1.pre-relu': [32, 32, 64],
      'stage.1': [32, 32, 64],
      'stage.2.pre-relu': [16, 16, 128],
      'stage.2': [16, 16, 128],
      'stage.3.pre-relu': [8, 8, 256],
      'stage.3': [8, 8, 256],
      pooled: [256],
      logits: [100],
    });
  });

  it('fits images of other sizes', () => {
    expect(tapShapes(build({ depth: 8 }, 10, 28), 28)['stage.3']).toEqual([7, 7, 64]);
  });

  it('numbers the blocks of a stage, so that one can start from another', () => {
    const names = build({ depth: 14 }).parameters.map(({ name }) => name);
    expect(names).toContain('stage.2.block.2.conv-a/kernel');
    expect(names).not.toContain('stage.2.block.3.conv-a/kernel');
  });

  it.each([[9], [19], [21]])('refuses the depth %d, which is not 6 n + 2', (depth) => {
    const error = thrown(() => build({ depth }));
    expect([error.code, error.message]).toEqual(['bad-config', expect.stringContaining('6 n + 2')]);
  });

  it('says which depths are near', () => {
    expect(thrown(() => build({ depth: 21 })).next).toBe('Use 20 or 26.');
  });
});

describe('the start of resnet', () => {
  const deviation = (values: ArrayLike<number>): number =>
    Math.sqrt(Array.from(values).reduce((sum, x) => sum + x * x, 0) / values.length);
  const network = build({ depth: 8, width: 4 });
  const start = initialise(network.parameters, { seed: 1, model: 'small' });

  it('gives convolutions the variance 2 / (filters · window)', () => {
    const values = start['stage.3.block.1.conv-b/kernel']?.data ?? [];
    expect(deviation(values)).toBeCloseTo(Math.sqrt(2 / (256 * 9)), 3);
  });

  it('gives the classifier weights and biases up to 1 / √features, as PyTorch', () => {
    for (const name of ['logits/kernel', 'logits/bias']) {
      const largest = Math.max(...Array.from(start[name]?.data ?? [], Math.abs));
      expect(largest).toBeLessThanOrEqual(1 / 16);
      expect(largest).toBeGreaterThan(0.9 / 16);
    }
  });

  it('leaves batch-norm and biases out of weight decay', () => {
    const decayed = network.parameters.filter(({ decay }) => decay !== false).map(({ name }) => name);
    expect(decayed.filter((name) => !name.endsWith('/kernel'))).toEqual([]);
  });
});

/** Start values, and batch-norm with numbers of which every one matters. */
function variables(network: Network): HostTensors {
  const start = initialise([...network.parameters, ...network.state], { seed: 3, model: 'test' });
  return Object.fromEntries(
    Object.entries(start).map(([name, { shape, data }]) => {
      if (!name.includes('norm')) return [name, { shape, data }];
      const shift = uniforms({ seed: 4, stage: 0, step: 0, site: name }, data.length);
      return [name, { shape, data: Float32Array.from(data, (value, i) => value + 0.4 * (shift[i] ?? 0)) }];
    }),
  );
}

/** Numbers of `noise` without a backend: the file is read before one starts. */
function noiseValues(shape: readonly number[]): Float32Array {
  return uniforms({ seed: 1, stage: 0, step: 0, site: 'image' }, sizeOf(shape)).map((x) => 2 * x - 1);
}

describe('the gradient of resnet', () => {
  it('reaches every parameter, the shortcuts included', () => {
    const network = build({ depth: 8, widths: [4, 8, 8, 8] }, 5, 16);
    const names = network.parameters.map(({ name }) => name);
    tidy(() => {
      const tensors = upload(variables(network));
      const image = noise([4, 16, 16, 3]);
      const loss = (...given: Tensor[]): Tensor => {
        const parameters = Object.fromEntries(names.map((name, i) => [name, given[i] ?? image]));
        const options = { training: true, draws: { uniform: noDraws } };
        return mean(square(network.apply(parameters, tensors, { image }, options).taps.logits ?? image));
      };
      const gradients = grads(loss)(names.map((name) => tensors[name] ?? image));
      const flat = names.filter((_, i) => !gradients[i]?.dataSync().some((value) => value !== 0));
      expect(flat).toEqual([]);
      expect(gradients.every((gradient) => gradient.dataSync().every(Number.isFinite))).toBe(true);
    });
  });
});

const modes = ['evaluation', 'training'] as const;

/** Plain JavaScript would take minutes. */
const fast = backends.filter((backend) => backend.name !== 'cpu' && backend.usable().ok);
const why = noPyTorch === null ? '' : ` (${noPyTorch})`;

describe.skipIf(noPyTorch !== null).each(fast)(
  `resnet8x4 on the weights of PyTorch, on $name${why}`,
  (backend) => {
    const network = build({ depth: 8, width: 4 }, 20);
    const values = variables(network);
    const image = { shape: [4, 32, 32, 3], data: Float32Array.from(noiseValues([4, 32, 32, 3])) };
    let expected: HostTensors = {};
    beforeAll(() => void (expected = pytorch('resnet', { ...values, image })));

    it.each(modes)('has its taps in %s, and its moving statistics', async (mode) => {
      const compile = await backend.start({ threads: 1 });
      const inputs = { given: upload(values), batch: upload({ image }) };
      const before = memory().numTensors;
      const found = await compiled(
        compile,
        ({ given, batch }: typeof inputs) => {
          const options = { training: mode === 'training', draws: { uniform: noDraws } };
          const { taps, state } = network.apply(given, given, batch, options);
          return mode === 'training' ? { taps, state: select(state, network.state) } : { taps };
        },
        inputs,
      );
      expect(memory().numTensors, 'tensors left behind').toBe(before);
      dispose([...Object.values(inputs.given), ...Object.values(inputs.batch)]);
      for (const tap of network.taps)
        expect(
          furthest(found[`taps/${tap}`]?.values ?? [], expected[`${mode}/${tap}`]?.data),
          tap,
        ).toBeLessThan(1e-4);
      for (const { name } of mode === 'training' ? network.state : [])
        expect(
          furthest(found[`state/${name}`]?.values ?? [], expected[`moved/${name}`]?.data),
          name,
        ).toBeLessThan(1e-5);
    });
  },
);
