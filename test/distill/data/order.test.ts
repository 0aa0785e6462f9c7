import { describe, expect, it } from 'vitest';
import { shuffled } from '../../../server/distill/data/order.ts';

const key = { seed: 1, stage: 0, part: 0, size: 100 };
const steps = (order: ReturnType<typeof shuffled>, from: number, to: number, rows: number) =>
  Array.from({ length: to - from }, (_, i) => [...order(from + i, rows)]).flat();

describe('the order of samples', () => {
  it('passes over every sample once an epoch', () => {
    const first = steps(shuffled(key), 0, 10, 10);
    expect([...first].sort((a, b) => a - b)).toEqual([...Array(100).keys()]);
    expect(first).not.toEqual([...Array(100).keys()]);
  });

  it('is another one in the next epoch', () => {
    const order = shuffled(key);
    expect(steps(order, 10, 20, 10)).not.toEqual(steps(order, 0, 10, 10));
  });

  it('goes on into the next epoch where the batch doesn’t divide the data', () => {
    const samples = steps(shuffled(key), 0, 100, 7);
    for (let epoch = 0; epoch < 7; epoch++) {
      expect(new Set(samples.slice(epoch * 100, (epoch + 1) * 100)).size).toBe(100);
    }
  });

  it('fills a batch larger than the data with whole epochs', () => {
    const samples = steps(shuffled({ ...key, size: 3 }), 0, 1, 9);
    for (let epoch = 0; epoch < 3; epoch++) {
      expect(new Set(samples.slice(epoch * 3, epoch * 3 + 3)).size).toBe(3);
    }
  });

  it('resumed at any step equals the uninterrupted one', () => {
    const uninterrupted = steps(shuffled(key), 0, 60, 7);
    for (const stopped of [1, 14, 15, 43]) {
      expect(steps(shuffled(key), stopped, 60, 7)).toEqual(uninterrupted.slice(stopped * 7));
    }
  });

  it('doesn’t depend on the steps asked before', () => {
    const order = shuffled(key);
    const forwards = [0, 20, 3, 59].map((step) => [...order(step, 7)]);
    expect([59, 3, 20, 0].map((step) => [...order(step, 7)]).reverse()).toEqual(forwards);
  });

  it.each([{ seed: 2 }, { stage: 1 }, { part: 1 }])('differs with %o', (other) => {
    expect([...shuffled({ ...key, ...other })(0, 100)]).not.toEqual([...shuffled(key)(0, 100)]);
  });
});
