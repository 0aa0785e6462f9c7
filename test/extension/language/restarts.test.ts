import { expect, it } from 'vitest';
import { Restarts } from '../../../extension/language/restarts.ts';

it('starts a program again that ended by itself, and says so once', () => {
  const restarts = new Restarts();
  expect([0, 1, 2, 3].map((end) => restarts.after(end))).toEqual([
    'start',
    'silently',
    'silently',
    'silently',
  ]);
});

it('gives up when it ends over and over, and not when it does so now and then', () => {
  const often = new Restarts();
  expect([0, 1, 2, 3, 4].map((end) => often.after(end)).at(-1)).toBe('stop');
  const seldom = new Restarts();
  expect([0, 1, 2, 3, 4].map((end) => seldom.after(end * 100_000)).at(-1)).toBe('silently');
});
