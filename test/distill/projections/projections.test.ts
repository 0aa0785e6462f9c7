import { grads, mul, ones, square, sum, tensor, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ProjectionDescriptor } from '../../../server/distill/projections/descriptor.ts';
import { conv } from '../../../server/distill/projections/conv.ts';
import { convBnRelu } from '../../../server/distill/projections/conv-bn-relu.ts';
import { convRelu } from '../../../server/distill/projections/conv-relu.ts';
import { findProjection, projections } from '../../../server/distill/projections/index.ts';
import { linear } from '../../../server/distill/projections/linear.ts';
import { none } from '../../../server/distill/projections/none.ts';
import type { Shape } from '../../../server/distill/tensors.ts';
import { startCpu } from '../../tensorflow.ts';
import { G } from '../losses/fixtures.ts';

beforeAll(startCpu);

const pairs: readonly (readonly [Shape, Shape])[] = [
  [[6], [4]],
  [[6], [2, 2, 3]],
  [
    [3, 4],
    [3, 6],
  ],
  [
    [4, 4, 3],
    [4, 4, 5],
  ],
  [
    [4, 4, 3],
    [2, 2, 5],
  ],
  [
    [2, 2, 3],
    [4, 4, 5],
  ],
  [
    [5, 4, 3],
    [3, 3, 5],
  ],
];

const examples = projections.flatMap((projection) =>
  pairs
    .filter(([from, to]) => projection.output(from, to, {}) !== null)
    .map(([from, to]) => ({ kind: projection.kind, projection, from, to })),
);

const random = (projection: ProjectionDescriptor, from: Shape, to: Shape) =>
  projection.variables(from, to, {}).map(({ name, shape }, i) => ({ name, value: G(shape, i + 3, 0.5) }));

describe.each(examples)('$kind from $from to $to', ({ projection, from, to }) => {
  it('gives the shape that it announces', () => {
    const variables = Object.fromEntries(
      random(projection, from, to).map(({ name, value }) => [name, value]),
    );
    const out = projection.apply(variables, G([2, ...from], 1), to, {});
    expect(out.shape).toEqual([2, ...(projection.output(from, to, {}) ?? [])]);
  });

  it('gives a gradient to the feature and to each variable', () => {
    const named = random(projection, from, to);
    const all = (feature: Tensor, ...values: Tensor[]): Tensor => {
      const variables = Object.fromEntries(named.map(({ name }, i) => [name, values[i] ?? feature]));
      const out = projection.apply(variables, feature, to, {});
      return sum(mul(square(out), G(out.shape, 4)));
    };
    const results = grads(all)([G([2, ...from], 1), ...named.map(({ value }) => value)]);
    expect(results.map(({ shape }) => shape)).toEqual([
      [2, ...from],
      ...named.map(({ value }) => value.shape),
    ]);
    for (const result of results) {
      expect([...result.dataSync()].every(Number.isFinite)).toBe(true);
    }
    expect([...(results[0]?.dataSync() ?? [])].some((entry) => entry !== 0)).toBe(true);
  });
});

const read = (value: Tensor): number[] => Array.from(value.dataSync());

describe('none', () => {
  it('is the feature itself', () => {
    const feature = G([2, 3], 1);
    expect(none.apply({}, feature, [3], {})).toBe(feature);
  });
});

describe('linear', () => {
  it('maps each position with one kernel where positions agree', () => {
    expect(linear.variables([7, 2], [7, 3], {}).map(({ shape }) => shape)).toEqual([[2, 3], [3]]);
    const kernel = tensor([1, 10, 100, 1000], [2, 2]);
    const out = linear.apply({ kernel, bias: tensor([1, 2]) }, tensor([1, 2, 3, 4], [1, 2, 2]), [2, 2], {});
    expect(read(out)).toEqual([1 + 200 + 1, 10 + 2000 + 2, 3 + 400 + 1, 30 + 4000 + 2]);
  });

  it('maps the flattened features where they do not', () => {
    expect(linear.variables([400], [5, 5, 16], {}).map(({ shape }) => shape)).toEqual([[400, 400], [400]]);
    const out = linear.apply({ kernel: ones([2, 4]) }, tensor([3, 4], [1, 2]), [2, 2, 1], {});
    expect(read(out)).toEqual([7, 7, 7, 7]);
  });

  it('has no bias when the recipe says so', () => {
    expect(linear.variables([2], [3], { bias: false }).map(({ name }) => name)).toEqual(['kernel']);
  });
});

describe('conv', () => {
  it('mixes channels at each position', () => {
    const kernel = tensor([1, 2], [1, 1, 2, 1]);
    const out = conv.apply(
      { kernel, bias: tensor([0.5]) },
      tensor([1, 2, 3, 4], [1, 1, 2, 2]),
      [1, 2, 1],
      {},
    );
    expect(read(out)).toEqual([5.5, 11.5]);
  });

  it('refuses maps of different size and features that are no maps', () => {
    expect(conv.output([4, 4, 3], [2, 2, 3], {})).toBeNull();
    expect(conv.output([4], [2, 2, 3], {})).toBeNull();
  });
});

describe('conv-relu', () => {
  it('cuts below zero', () => {
    const kernel = tensor([1, -1], [1, 1, 1, 2]);
    const out = convRelu.apply({ kernel, bias: zeros([2]) }, tensor([3, -2], [1, 1, 2, 1]), [1, 2, 2], {});
    expect(read(out).map(Math.abs)).toEqual([3, 0, 0, 2]);
  });
});

describe('conv-bn-relu', () => {
  const fresh = (kernel: Tensor, channels: number) => ({
    kernel,
    bias: zeros([channels]),
    gamma: ones([channels]),
    beta: zeros([channels]),
  });

  /** The convolution alone: batch-norm undone by its own statistics. */
  const normalised = (values: readonly number[]): number[] => {
    const mean = values.reduce((total, value) => total + value, 0) / values.length;
    const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length;
    return values.map((value) => (value - mean) / Math.sqrt(variance + 1e-5));
  };
  const close = (found: Tensor, expected: readonly number[]) => {
    const values = read(found);
    expect(values).toHaveLength(expected.length);
    for (const [index, value] of expected.entries()) expect(values[index]).toBeCloseTo(value, 4);
  };

  it('halves with a 3×3 kernel, stride 2, and one zero on every side', () => {
    const map = tensor(
      Array.from({ length: 16 }, (_, i) => i + 1),
      [1, 4, 4, 1],
    );
    // With zeros above and left too: the sums over rows −1…1 and columns −1…1, and so on.
    const sums = [1 + 2 + 5 + 6, 2 + 3 + 4 + 6 + 7 + 8, 5 + 6 + 9 + 10 + 13 + 14];
    const last = 6 + 7 + 8 + 10 + 11 + 12 + 14 + 15 + 16;
    const out = convBnRelu.apply(fresh(ones([3, 3, 1, 1]), 1), map, [2, 2, 1], { relu: false });
    close(out, normalised([...sums, last]));
  });

  it('doubles with a transposed 4×4 kernel, stride 2, and padding 1', () => {
    const kernel = tensor(
      Array.from({ length: 16 }, (_, i) => i),
      [4, 4, 1, 1],
    );
    // Output (y, x) takes input i with kernel row y + 1 − 2i: worked by that rule.
    const map = [
      [1, 2],
      [3, 4],
    ];
    const expected = Array.from({ length: 16 }, (_, index) => {
      const [y, x] = [Math.floor(index / 4), index % 4];
      return map.flatMap((row, i) =>
        row.map((value, j) => {
          const [ky, kx] = [y + 1 - 2 * i, x + 1 - 2 * j];
          return ky >= 0 && ky < 4 && kx >= 0 && kx < 4 ? value * (4 * ky + kx) : 0;
        }),
      );
    }).map((parts) => parts.reduce((total, part) => total + part, 0));
    const out = convBnRelu.apply(fresh(kernel, 1), tensor(map.flat(), [1, 2, 2, 1]), [4, 4, 1], {
      relu: false,
    });
    close(out, normalised(expected));
  });

  it('crops with a valid kernel of 1 + H − H′', () => {
    expect(convBnRelu.variables([5, 4, 3], [3, 3, 5], {})[0]?.shape).toEqual([3, 2, 3, 5]);
  });

  it('normalises with the biased variance of the batch and cuts below zero', () => {
    const map = tensor([1, 3], [2, 1, 1, 1]);
    const out = convBnRelu.apply(fresh(ones([1, 1, 1, 1]), 1), map, [1, 1, 1], {});
    close(out, [0, 1 / Math.sqrt(1 + 1e-5)]);
  });

  it('refuses sizes that stand in no relation', () => {
    expect(convBnRelu.output([4, 4, 3], [6, 6, 3], {})).toBeNull();
    expect(convBnRelu.output([4], [2, 2, 3], {})).toBeNull();
  });
});

describe('findProjection', () => {
  it('knows each kind by its name', () => {
    expect(projections.map(({ kind }) => findProjection(kind).kind)).toEqual([
      'none',
      'linear',
      'conv',
      'conv-relu',
      'conv-bn-relu',
    ]);
    expect(() => findProjection('dense')).toThrow('There is no projection "dense"');
  });
});
