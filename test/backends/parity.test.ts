import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { backends, findBackend } from '../../server/backends/index.ts';
import { cases } from './cases/index.ts';
import { evaluate, withValues } from './evaluate.ts';

/**
 * Sums of up to 200 products of order 1 in float32, in another order: 200 · 2⁻²⁴ ≈ 1e-5 at worst. exp, erf and tanh
 * are polynomials of a few units in the last place in XNNPACK.
 */
const tolerance = 2e-5;

const others = backends.filter(({ name, usable }) => name !== 'cpu' && usable().ok);

describe.each(others)('the backend $name equals cpu in value and gradient', (backend) => {
  test.each(cases)('$name', async (subject) => {
    await findBackend('cpu').start({ threads: 1 });
    const expected = evaluate(subject, withValues);
    await backend.start({ threads: 1 });
    const before = tf.memory().numTensors;
    const actual = evaluate(subject, withValues);
    expect(tf.memory().numTensors, 'tensors left behind').toBe(before);
    expect(actual.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(
      expected.map(({ shape, dtype }) => ({ shape, dtype })),
    );
    actual.forEach(({ values }, index) => {
      values.forEach((value, i) => {
        const target = expected[index]?.values[i] ?? Number.NaN;
        expect(
          Math.abs(value - target),
          `output ${index}, element ${i}: ${value}, cpu ${target}`,
        ).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(target)));
      });
    });
  });
});
