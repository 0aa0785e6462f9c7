import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { backends } from '../../server/backends/index.ts';
import { registerOperations } from '../../server/backends/operations.ts';
import { kernels as recorded } from '../../server/backends/recording/kernels/index.ts';
import { operations } from '../../server/distill/operations/index.ts';

const names = operations.map(({ name }) => name);

const kernelsOf = (backend: string): ReadonlySet<string> =>
  new Set(tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName));

describe('the lean operations', () => {
  test.each(backends.filter((backend) => backend.usable().ok))('are all on $name', async (backend) => {
    await backend.start({ threads: 1 });
    expect(names.filter((name) => !kernelsOf(backend.name).has(name))).toEqual([]);
  });

  test('are all known to the recorder', () => {
    const known = new Set(recorded.map(({ name }) => name));
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  test('have the gradients that they declare', () => {
    for (const { name, gradient } of operations)
      if (gradient) expect(tf.getGradient(name).gradFunc, name).toBe(gradient.gradFunc);
  });

  test("leave a backend its own kernel of an operation's name, and register once", () => {
    const own = { kernelName: 'Gelu', backendName: 'of-its-own', kernelFunc: () => [] };
    tf.registerKernel(own);
    registerOperations('of-its-own');
    registerOperations('of-its-own');
    expect(tf.getKernel('Gelu', 'of-its-own')).toBe(own);
    expect(kernelsOf('of-its-own')).toEqual(new Set(names));
  });
});
