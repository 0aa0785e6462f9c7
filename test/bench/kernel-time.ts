import { getKernelsForBackend, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { hostKernels } from '../../server/backends/onnx/hosts.ts';

/**
 * Wraps every kernel of a backend with a clock, and what the onnx backend runs in their place: sessions and updates.
 * Returns the milliseconds so far; what runs inside another is counted once.
 */
export async function timeKernels(backend: string): Promise<() => number> {
  const clock = new Clock();
  for (const config of getKernelsForBackend(backend)) {
    unregisterKernel(config.kernelName, backend);
    registerKernel({ ...config, kernelFunc: (params) => clock.time(() => config.kernelFunc(params)) });
  }
  if (backend === 'onnx') await timeSessions(clock);
  return () => clock.total;
}

async function timeSessions(clock: Clock): Promise<void> {
  for (const kernel of hostKernels) {
    const { run } = kernel;
    Object.assign(kernel, { run: (call: Parameters<typeof run>[0]) => clock.time(() => run(call)) });
  }
  const { InferenceSession } = await import('onnxruntime-node');
  // A session is opened by a static method, so there is no other place to see them all.
  const sessions = Reflect.get(InferenceSession, 'prototype') as {
    run: (...given: unknown[]) => Promise<unknown>;
  };
  const { run } = sessions;
  sessions.run = async function (...given) {
    const startedAt = performance.now();
    try {
      return await run.apply(this, given);
    } finally {
      clock.total += performance.now() - startedAt;
    }
  };
}

class Clock {
  total = 0;
  #depth = 0;

  time<T>(run: () => T): T {
    const startedAt = performance.now();
    this.#depth += 1;
    try {
      return run();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.total += performance.now() - startedAt;
    }
  }
}
