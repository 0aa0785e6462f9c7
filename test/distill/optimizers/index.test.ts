import { expect, test } from 'vitest';
import { findOptimizer, optimizers } from '../../../server/distill/optimizers/index.ts';
import { RetortError } from '../../../server/protocol/failure.ts';

test('every optimizer has a kind of its own and a rate', () => {
  expect(new Set(optimizers.map(({ kind }) => kind)).size).toBe(optimizers.length);
  for (const { parameters } of optimizers) expect(parameters.properties).toHaveProperty('rate');
});

test('an unknown kind is refused with the kinds there are', () => {
  expect(() => findOptimizer('lion')).toThrow(RetortError);
  expect(() => findOptimizer('lion')).toThrow('no optimizer "lion"');
});
