import { describe, expect, it } from 'vitest';
import { normalise, scaleOf } from '../../../server/distill/data/normalise.ts';
import { failureOf } from './failure.ts';

describe('normalise', () => {
  it('scales bytes to [0, 1]', () => {
    const out = new Float32Array(3);
    normalise(Uint8Array.from([0, 51, 255]), scaleOf(1, null), out, 0);
    expect([...out]).toEqual([0, Math.fround(0.2), 1]);
  });

  it('subtracts the mean and divides by the deviation of each channel', () => {
    const scale = scaleOf(3, { mean: [0.5, 0.4, 0], deviation: [0.25, 0.2, 2] });
    const out = new Float32Array(8);
    normalise(Uint8Array.from([255, 0, 255, 0, 255, 102]), scale, out, 2);
    expect([...out]).toEqual([0, 0, 2, -2, 0.5, -2, 3, 0.2].map(Math.fround));
  });

  it('refuses statistics of another number of channels', async () => {
    const scaled = Promise.resolve().then(() => scaleOf(3, { mean: [0.5], deviation: [0.5] }));
    expect((await failureOf(scaled)).code).toBe('normalize-channels');
  });
});
