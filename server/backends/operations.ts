import { getKernelsForBackend, registerKernel, tidy } from '@tensorflow/tfjs-core';
import { operations } from '../distill/operations/index.ts';

/**
 * Lets a backend run every lean operation, as it is composed, unless the backend has a kernel of that name: so its own
 * are registered first. Gradients hold for all backends and are registered in gradients.ts.
 */
export function registerOperations(backendName: string): void {
  const own = new Set(getKernelsForBackend(backendName).map(({ kernelName }) => kernelName));
  for (const { name, compose } of operations) {
    if (own.has(name)) continue;
    registerKernel({
      kernelName: name,
      backendName,
      // The engine always passes tensors, and those that the name promises; the list can't say so.
      kernelFunc: ({ inputs, attrs }) => tidy(() => [...compose(inputs as never, (attrs ?? {}) as never)]),
    });
  }
}
