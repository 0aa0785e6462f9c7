import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kept } from '../../server/runs/retention.ts';
import { cursor } from './rows.ts';

/** Checkpoints by step, each with the step that it calls the best. */
const cursors = (best: Readonly<Record<number, number | null>>) =>
  new Map(Object.entries(best).map(([step, value]) => [Number(step), cursor(Number(step), value)]));

test('the newest are kept', () => {
  const all = cursors({ 1: null, 2: null, 3: null });
  expect([...kept(all, { keepLast: 2, keepBest: 0 })]).toEqual([3, 2]);
});

test('one is kept even when none is asked for: a run must be able to go on', () => {
  expect([...kept(cursors({ 1: null, 2: null }), { keepLast: 0, keepBest: 0 })]).toEqual([2]);
});

test('of those that were the best in their time the latest are kept', () => {
  const all = cursors({ 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4 });
  expect([...kept(all, { keepLast: 1, keepBest: 2 })].sort()).toEqual([2, 4, 6]);
});

test('a best that is needed to resume is kept even when none is asked for', () => {
  expect([...kept(cursors({ 1: 1, 2: 1, 3: 1 }), { keepLast: 1, keepBest: 0 })]).toEqual([3, 1]);
});

test('a best without a checkpoint of its own changes nothing', () => {
  expect([...kept(cursors({ 4: 3, 5: 3 }), { keepLast: 1, keepBest: 1 })]).toEqual([5]);
});

test('whatever is kept can be resumed: its best is kept too', () => {
  const steps = fc.dictionary(
    fc.integer({ min: 1, max: 30 }).map(String),
    fc.option(fc.integer({ min: 1, max: 30 })),
  );
  fc.assert(
    fc.property(steps, fc.nat(4), fc.nat(4), (best, keepLast, keepBest) => {
      const all = cursors(best);
      const keep = kept(all, { keepLast, keepBest });
      for (const step of keep) {
        const needed = all.get(step)?.best?.step;
        if (needed !== undefined && all.has(needed)) expect(keep.has(needed)).toBe(true);
      }
      if (all.size > 0) expect(keep.has(Math.max(...all.keys()))).toBe(true);
    }),
  );
});
