import { setImmediate as nextTurn } from 'node:timers/promises';
import { findBackend } from '../backends/index.ts';
import type { Plan } from '../distill/plan.ts';
import type { Ports } from '../distill/ports.ts';
import { nodeFiles } from '../recipe/files.ts';
import { openData } from '../training/data/port.ts';
import { modelFiles, readJson } from '../training/model-files.ts';
import type { Terminal } from './terminal.ts';

/** The effects of a look at models that trains nothing. */
export type ComputePorts = Pick<Ports, 'data' | 'models' | 'json' | 'breathe' | 'compile'>;

const cacheBytes = 128 * 2 ** 20;

/** Computes in this process on the plan's backend; data are open meanwhile. */
export async function computing<T>(
  plan: Plan,
  terminal: Terminal,
  work: (ports: ComputePorts) => Promise<T>,
): Promise<T> {
  const compile = await findBackend(plan.backend.name).start({
    threads: plan.backend.threads,
    warn: (text) => terminal.say(text),
  });
  const data = openData(plan, {
    loader: new URL('./loader.js', import.meta.url),
    cacheBytes,
    warn: ({ message }) => terminal.say(message),
  });
  try {
    return await work({
      data,
      models: modelFiles(nodeFiles),
      json: (path) => readJson(nodeFiles, path),
      breathe: () => nextTurn(),
      compile,
    });
  } finally {
    await data.close();
  }
}
