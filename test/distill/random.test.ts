import { describe, expect, test } from 'vitest';
import { normals, permutation, philox, uniforms } from '../../server/distill/random.ts';

const key = { seed: 1, stage: 0, step: 0, site: 'here' };

describe('Philox4x32-10', () => {
  // Known answers of the authors' own library: DEShawResearch/random123, tests/kat_vectors.
  test.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8'],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      ['408f276d', '41c83b0e', 'a20bc7c6', '6d5451fd'],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      ['d16cfe09', '94fdcceb', '5001e420', '24126ea1'],
    ],
  ] as const)('gives the published words for counter %o', (counter, words, expected) => {
    const found = philox([...counter], [...words]).map((word) => word.toString(16).padStart(8, '0'));
    expect(found).toEqual(expected);
  });
});

describe('draws', () => {
  test('are the same for the same key', () => {
    expect(uniforms(key, 100)).toEqual(uniforms({ ...key }, 100));
  });

  test.each(['seed', 'stage', 'step'] as const)('differ when the %s differs', (part) => {
    expect(uniforms({ ...key, [part]: 7 }, 8)).not.toEqual(uniforms(key, 8));
  });

  test('differ when the site differs', () => {
    expect(uniforms({ ...key, site: 'there' }, 8)).not.toEqual(uniforms(key, 8));
  });

  test('lie in [0, 1) with the mean and variance of a uniform distribution', () => {
    const values = [...uniforms(key, 100_000)];
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.min(...values.slice(0, 1000))).toBeGreaterThanOrEqual(0);
    expect(values.every((value) => value < 1)).toBe(true);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  test('are normal with mean 0, deviation 1 and kurtosis 3', () => {
    const values = [...normals(key, 100_001)];
    const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    expect(moment(1)).toBeCloseTo(0, 1);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15);
  });

  test('permute every index once', () => {
    const order = permutation(key, 1000);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect([...order.slice(0, 10)]).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
