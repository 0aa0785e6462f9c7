import { tensor, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chain } from '../../../server/distill/networks/chain.ts';
import { fromGraph } from '../../../server/distill/networks/from-graph.ts';
import { startCpu } from '../../tensorflow.ts';
import { noDraws, thrown } from './network.ts';

beforeAll(startCpu);

/** One channel: mean 3, biased variance 3.5, unbiased variance 14 / 3. */
const batch = [1, 2, 3, 6];

const build = (config: Record<string, unknown>) =>
  fromGraph(chain([1], [{ name: 'norm', layer: 'batch-norm', config, tap: null }]), {
    kind: 'test',
    classes: null,
  });

/** Output and moving statistics, starting from mean 0 and variance 1. */
function run(config: Record<string, unknown>, training: boolean) {
  return tidy(() => {
    const { taps, state } = build(config).apply(
      { 'norm/gamma': tensor([2]), 'norm/beta': tensor([0.5]) },
      { 'norm/movingMean': tensor([0]), 'norm/movingVariance': tensor([1]) },
      { image: tensor(batch, [4, 1]) },
      { training, draws: { uniform: noDraws } },
    );
    return {
      output: Array.from(taps.logits?.dataSync() ?? []),
      mean: state['norm/movingMean']?.dataSync()[0],
      variance: state['norm/movingVariance']?.dataSync()[0],
    };
  });
}

const expected = (epsilon: number): number[] =>
  batch.map((x) => (2 * (x - 3)) / Math.sqrt(3.5 + epsilon) + 0.5);

describe('batch-norm', () => {
  it('in training uses the biased variance of the batch with epsilon 1e-5, as PyTorch', () => {
    const { output } = run({}, true);
    output.forEach((value, i) => expect(value).toBeCloseTo(expected(1e-5)[i] ?? NaN, 6));
  });

  it('in training uses epsilon 1e-3 in the convention of Keras', () => {
    const { output } = run({ convention: 'keras' }, true);
    output.forEach((value, i) => expect(value).toBeCloseTo(expected(1e-3)[i] ?? NaN, 6));
    expect(Math.abs((expected(1e-3)[0] ?? 0) - (expected(1e-5)[0] ?? 0))).toBeGreaterThan(1e-4);
  });

  it('moves a tenth of the way to the mean and the unbiased variance, as PyTorch', () => {
    const { mean, variance } = run({ convention: 'pytorch' }, true);
    expect(mean).toBeCloseTo(0.1 * 3, 6);
    expect(variance).toBeCloseTo(0.9 * 1 + 0.1 * (14 / 3), 6);
  });

  it('moves a hundredth of the way to the mean and the biased variance, as Keras', () => {
    const { mean, variance } = run({ convention: 'keras' }, true);
    expect(mean).toBeCloseTo(0.01 * 3, 6);
    expect(variance).toBeCloseTo(0.99 * 1 + 0.01 * 3.5, 6);
  });

  it('takes epsilon and momentum from the config where they are given', () => {
    const { output, mean } = run({ epsilon: 0.5, momentum: 0.25 }, true);
    expect(output[0]).toBeCloseTo((2 * -2) / Math.sqrt(4) + 0.5, 6);
    expect(mean).toBeCloseTo(0.75 * 3, 6);
  });

  it('outside training uses the moving statistics and leaves them alone', () => {
    const { output, mean, variance } = run({}, false);
    output.forEach((value, i) =>
      expect(value).toBeCloseTo((2 * (batch[i] ?? NaN)) / Math.sqrt(1 + 1e-5) + 0.5, 5),
    );
    expect([mean, variance]).toEqual([0, 1]);
  });

  it('stays finite on a batch of one value', () => {
    const { taps, state } = build({}).apply(
      { 'norm/gamma': tensor([2]), 'norm/beta': tensor([0.5]) },
      { 'norm/movingMean': tensor([0]), 'norm/movingVariance': tensor([1]) },
      { image: tensor([7], [1, 1]) },
      { training: true, draws: { uniform: noDraws } },
    );
    expect(taps.logits?.dataSync()[0]).toBeCloseTo(0.5, 6);
    expect(state['norm/movingVariance']?.dataSync()[0]).toBeCloseTo(0.9, 6);
  });

  it('gives its variables no weight decay', () => {
    expect(build({}).parameters.map(({ name, decay }) => [name, decay])).toEqual([
      ['norm/gamma', false],
      ['norm/beta', false],
    ]);
  });

  it('refuses channels in another axis than the last', () => {
    const norm = { name: 'norm', layer: 'batch-norm', config: { axis: 1 }, tap: null };
    const error = thrown(() => fromGraph(chain([3, 8, 8], [norm]), { kind: 'test', classes: null }));
    expect(error.code).toBe('channels-first');
  });
});
