import { describe, expect, test } from 'vitest';
import { ownCheckpoint } from '../../../server/recipe/fixes/checkpoint.ts';

const range = { start: 0, end: 1 };

describe('a checkpoint of a model’s own', () => {
  test.each([
    ['weights/big.safetensors', [], 'weights/small.safetensors'],
    ['big.safetensors', [], 'small.safetensors'],
    ['w/big.safetensors', ['w/small.safetensors', 'w/small-2.safetensors'], 'w/small-3.safetensors'],
  ] as const)('instead of %s, where %j are taken, is %s', (value, taken, own) => {
    const isTaken = (path: string) => taken.some((other) => other === path);
    expect(ownCheckpoint({ value, range }, 'small', isTaken).edits).toEqual([{ range, text: own }]);
  });
});
