import { describe, expect, it } from 'vitest';
import { augment, mirrored, shifted } from '../../../server/distill/data/augment.ts';

const image = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]);
const shape = [3, 3, 1];
const key = { seed: 1, stage: 0, step: 0, row: 0 };

describe('pad-crop', () => {
  it.each([
    { down: 0, right: 0, expected: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
    { down: 1, right: 0, expected: [4, 5, 6, 7, 8, 9, 0, 0, 0] },
    { down: -1, right: 1, expected: [0, 0, 0, 2, 3, 0, 5, 6, 0] },
    { down: 0, right: -2, expected: [0, 0, 1, 0, 0, 4, 0, 0, 7] },
    { down: 3, right: 0, expected: [0, 0, 0, 0, 0, 0, 0, 0, 0] },
    { down: 0, right: -4, expected: [0, 0, 0, 0, 0, 0, 0, 0, 0] },
  ])('begins $down lower and $right further right', ({ down, right, expected }) => {
    expect([...shifted(image, shape, down, right)]).toEqual(expected);
  });

  it('takes each of its places equally often', () => {
    const counts = new Map<string, number>();
    for (let row = 0; row < 9_000; row++) {
      const place = augment(image, shape, [{ kind: 'pad-crop', pad: 1 }], { ...key, row }).join();
      counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    expect(counts.size).toBe(9);
    // 1,000 expected of each; five standard deviations of a binomial count are 149.
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(149);
  });
});

describe('flip', () => {
  it('exchanges left and right of each channel', () => {
    expect([...mirrored(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), [2, 2, 3])]).toEqual([
      4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9,
    ]);
  });

  it.each([0, 1])('with probability %i is certain', (probability) => {
    for (let row = 0; row < 50; row++) {
      const out = augment(image, shape, [{ kind: 'flip', probability }], { ...key, row });
      expect([...out]).toEqual([...(probability === 1 ? mirrored(image, shape) : image)]);
    }
  });
});

describe('augmentation', () => {
  const both = [{ kind: 'pad-crop', pad: 2 } as const, { kind: 'flip', probability: 0.5 } as const];

  it('is the same for the same key', () => {
    expect(augment(image, shape, both, key)).toEqual(augment(image, shape, both, key));
  });

  it.each(['seed', 'stage', 'step', 'row'] as const)('draws anew for another %s', (what) => {
    const drawn = Array.from({ length: 20 }, (_, i) =>
      augment(image, shape, both, { ...key, [what]: i }).join(),
    );
    expect(new Set(drawn).size).toBeGreaterThan(5);
  });

  it('leaves the given pixels alone', () => {
    const given = Uint8Array.from(image);
    for (let row = 0; row < 20; row++) augment(given, shape, both, { ...key, row });
    expect(given).toEqual(image);
  });
});
