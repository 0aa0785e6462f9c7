import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { findBackend } from '../../../server/backends/index.ts';
import { withShapes } from '../../../server/backends/recording/measure.ts';
import { cases } from '../cases/index.ts';
import { evaluate, withoutValues } from '../evaluate.ts';

describe('the recording backend gives the shapes and types of cpu, forward and gradient', () => {
  beforeAll(() => findBackend('cpu').start({ threads: 1 }));

  test.each(cases)('$name', (subject) => {
    const expected = evaluate(subject, withoutValues);
    const before = tf.memory();
    expect(withShapes(() => evaluate(subject, withoutValues))).toEqual(expected);
    expect(tf.getBackend()).toBe('cpu');
    expect(tf.memory()).toEqual(before);
  });
});
