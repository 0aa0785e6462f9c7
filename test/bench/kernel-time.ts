import { getKernelsForBackend, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';

/** Wraps every kernel of a backend with a clock; returns the milliseconds so far, composed kernels counted once. */
export function timeKernels(backend: string): () => number {
  let total = 0;
  let depth = 0;
  for (const config of getKernelsForBackend(backend)) {
    unregisterKernel(config.kernelName, backend);
    registerKernel({
      ...config,
      kernelFunc: (params) => {
        const startedAt = performance.now();
        depth += 1;
        try {
          return config.kernelFunc(params);
        } finally {
          depth -= 1;
          if (depth === 0) total += performance.now() - startedAt;
        }
      },
    });
  }
  return () => total;
}
