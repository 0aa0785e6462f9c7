import { describe, expect, it } from 'vitest';
import { initialise } from '../../../server/distill/networks/initialise.ts';
import type { Initialiser, VariableSpec } from '../../../server/distill/networks/network.ts';

const spec = (name: string, initialiser: Initialiser, shape = [100, 100]): VariableSpec => ({
  name,
  shape,
  initialiser,
});

const key = { seed: 7, model: 'small' };

const values = (initialiser: Initialiser): number[] =>
  Array.from(initialise([spec('a', initialiser)], key).a?.data ?? []);

const deviation = (numbers: number[]): number =>
  Math.sqrt(numbers.reduce((sum, x) => sum + x * x, 0) / numbers.length);

describe('start values', () => {
  it('of glorot-uniform fill the interval up to √(6 / (fanIn + fanOut))', () => {
    const numbers = values({ kind: 'glorot-uniform', fanIn: 50, fanOut: 10 });
    const limit = Math.sqrt(6 / 60);
    expect(Math.max(...numbers.map(Math.abs))).toBeLessThanOrEqual(limit);
    expect(deviation(numbers)).toBeCloseTo(limit / Math.sqrt(3), 2);
  });

  it('of he-uniform fill the interval up to √(6 / fanIn)', () => {
    const numbers = values({ kind: 'he-uniform', fanIn: 24, fanOut: 1 });
    expect(Math.max(...numbers.map(Math.abs))).toBeLessThanOrEqual(0.5);
    expect(deviation(numbers)).toBeCloseTo(0.5 / Math.sqrt(3), 2);
  });

  it('of he-normal have the variance 2 / fanIn', () => {
    expect(deviation(values({ kind: 'he-normal', fanIn: 8, fanOut: 1 }))).toBeCloseTo(0.5, 1);
  });

  it('of uniform fill the interval up to the limit', () => {
    const numbers = values({ kind: 'uniform', limit: 0.25 });
    expect(Math.max(...numbers.map(Math.abs))).toBeLessThanOrEqual(0.25);
    expect(deviation(numbers)).toBeCloseTo(0.25 / Math.sqrt(3), 2);
  });

  it('of a constant are that', () => {
    expect(new Set(values({ kind: 'constant', value: 1 }))).toEqual(new Set([1]));
  });

  const glorot: Initialiser = { kind: 'glorot-uniform', fanIn: 1, fanOut: 1 };

  it('depend on seed, model and variable', () => {
    const start = (name: string, at: typeof key) => initialise([spec(name, glorot)], at)[name]?.data[0];
    const all = [
      start('a', key),
      start('b', key),
      start('a', { ...key, seed: 8 }),
      start('a', { ...key, model: 'big' }),
    ];
    expect(new Set(all).size).toBe(4);
    expect(start('a', key)).toBe(all[0]);
  });

  it('of a variable do not depend on the other variables', () => {
    const alone = initialise([spec('b', glorot)], key);
    expect(initialise([spec('a', glorot), spec('b', glorot)], key).b).toEqual(alone.b);
  });
});
