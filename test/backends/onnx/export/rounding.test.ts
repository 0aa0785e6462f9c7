import { describe, expect, it } from 'vitest';
import { roundActivation, roundRows, roundWeight } from '../../../../server/backends/onnx/export/rounding.ts';
import type { Initializer } from '../../../../server/backends/onnx/model.ts';

const weight = (shape: readonly number[], values: readonly number[]): Initializer => ({
  name: 'weight',
  type: 'float32',
  shape,
  data: Float32Array.from(values),
});

describe('a scale of activations', () => {
  it('reaches from the least to the greatest value and has 0 among its places', () => {
    const { step, zero } = roundActivation({ least: -1, greatest: 2 });
    expect(step).toBeCloseTo(3 / 255);
    expect(zero).toBe(85);
  });

  it('begins at 0 where nothing is negative, as after ReLU', () => {
    expect(roundActivation({ least: 0.5, greatest: 2 })).toEqual({ step: Math.fround(2 / 255), zero: 0 });
  });

  it('is one for a tensor of zeros', () => {
    expect(roundActivation({ least: 0, greatest: 0 })).toEqual({ step: 1, zero: 0 });
  });
});

describe('a rounded weight', () => {
  it('has a step a channel, whichever axis that is', () => {
    const values = [1, -8, 0.5, 4, 0.25, 0];
    const rows = roundWeight(weight([2, 3], values), 0, { step: 1, bias: null });
    expect([...rows.steps]).toEqual([8 / 64, 4 / 64]);
    expect([...rows.integers]).toEqual([8, -64, 4, 64, 4, 0]);
    const columns = roundWeight(weight([3, 2], values), 1, { step: 1, bias: null });
    expect([...columns.steps]).toEqual([1 / 64, 8 / 64]);
    expect([...columns.integers]).toEqual([64, -64, 32, 32, 16, 0]);
  });

  it('never makes two products overflow 16 bits', () => {
    const { integers } = roundWeight(weight([1, 3], [1, -1, 0.9]), 0, { step: 1, bias: null });
    for (const integer of integers) expect(2 * 255 * Math.abs(integer)).toBeLessThan(2 ** 15);
  });

  it('has its bias in steps of the sums', () => {
    const { steps, biases } = roundWeight(weight([2, 1], [64, 32]), 0, {
      step: 0.5,
      bias: Float32Array.of(3, -1),
    });
    expect([...steps]).toEqual([1, 0.5]);
    expect([...(biases ?? [])]).toEqual([6, -4]);
  });

  it('gives way to a bias that would not fit into 32 bits', () => {
    const { steps, biases } = roundWeight(weight([1, 1], [1e-9]), 0, {
      step: 1e-3,
      bias: Float32Array.of(100),
    });
    expect((biases?.[0] ?? 0) * 1e-3 * (steps[0] ?? 0)).toBeCloseTo(100);
  });
});

describe('a rounded table', () => {
  it('has a step a row', () => {
    const { integers, steps } = roundRows(weight([2, 2], [127, -1, 0, 0]));
    expect([...steps]).toEqual([1, 1]);
    expect([...integers]).toEqual([127, -1, 0, 0]);
  });
});
