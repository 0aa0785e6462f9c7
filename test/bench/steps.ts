import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBackend } from '../../server/backends/index.ts';
import { withShapes } from '../../server/backends/recording/measure.ts';
import type { Compile } from '../../server/distill/backend.ts';
import type { Plan } from '../../server/distill/plan.ts';
import type { Ports } from '../../server/distill/ports.ts';
import { train } from '../../server/distill/train.ts';
import { nodeFiles } from '../../server/recipe/files.ts';
import { openData } from '../../server/training/data/port.ts';
import { modelFiles, readJson, sha256 } from '../../server/training/model-files.ts';
import { targetStore } from '../../server/training/target-store.ts';
import { timeKernels } from './kernel-time.ts';
import { planOf } from './recipe.ts';

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Step time, waiting, share outside kernels, cost of diagnostics and peak memory of the example's stages, one seed. */
export async function steps(): Promise<readonly Row[]> {
  const plan = { ...(await planOf('examples/mnist.distill.yaml')), seeds: [1] };
  const compile = await findBackend(plan.backend.name).start({ threads: plan.backend.threads });
  const inKernels = await timeKernels(plan.backend.name);
  const jobs: Job[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'retort-bench-'));
  try {
    await trainMeasured(plan, { folder, compile }, inKernels, jobs);
  } finally {
    await rm(folder, { recursive: true });
  }
  return jobs.flatMap(({ name, stepMs, waitMs, diagnosticsMs, kernelMs, peakBytes }) => {
    const total = stepMs.reduce((a, b) => a + b, 0);
    return [
      { name: `${name}: step, median`, value: median(stepMs), unit: 'ms' },
      { name: `${name}: waiting for a batch, median`, value: median(waitMs), unit: 'ms' },
      { name: `${name}: outside kernels`, value: 100 * (1 - kernelMs / total), unit: '% of step time' },
      { name: `${name}: diagnostics`, value: (100 * diagnosticsMs) / total, unit: '% of step time' },
      { name: `${name}: peak memory of the process`, value: peakBytes / 2 ** 20, unit: 'MiB' },
    ];
  });
}

interface Job {
  readonly name: string;
  readonly stepMs: number[];
  readonly waitMs: number[];
  diagnosticsMs: number;
  kernelMs: number;
  peakBytes: number;
}

/** Trains a plan in this process; what a run would record is measured and forgotten. */
async function trainMeasured(
  plan: Plan,
  { folder, compile }: { readonly folder: string; readonly compile: Compile },
  kernelMs: () => number,
  jobs: Job[],
): Promise<void> {
  const data = openData(plan, { loader: new URL('./loader.js', import.meta.url), cacheBytes: 256 * 2 ** 20 });
  let kernelsBefore = 0;
  const ports: Ports = {
    data,
    targets: targetStore(folder, 2 ** 30),
    models: modelFiles(nodeFiles),
    compile,
    withShapes,
    clock: () => performance.now(),
    memory: () => process.memoryUsage.rss(),
    sha256,
    stopRequested: () => false,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    json: (path) => readJson(nodeFiles, path),
    recorder: {
      row(table, values) {
        const job = jobs.at(-1);
        if (job === undefined) return;
        // A train row closes the step's kernels, a measured row the diagnostics'.
        if (table === 'train') job.kernelMs += kernelMs() - kernelsBefore;
        if (table !== 'measured') return;
        const [, , stepMs = 0, waitMs = 0, diagnosticsMs = 0, bytes = 0] = values;
        job.stepMs.push(stepMs);
        job.waitMs.push(waitMs);
        job.diagnosticsMs += diagnosticsMs;
        job.peakBytes = Math.max(job.peakBytes, bytes);
      },
      disagreements: () => undefined,
      event(event) {
        if (event.type !== 'job-started') return;
        jobs.push({
          name: `${event.stage}, ${event.variant}`,
          stepMs: [],
          waitMs: [],
          diagnosticsMs: 0,
          kernelMs: 0,
          peakBytes: 0,
        });
      },
      progress: () => undefined,
      checkpoint: () => Promise.resolve(),
      model: () => Promise.resolve(),
      flush: () => Promise.resolve(),
    },
  };
  const stepping: Ports = {
    ...ports,
    data: {
      ...data,
      training(stage, seed) {
        const stream = data.training(stage, seed);
        return {
          close: () => stream.close(),
          async batch(step) {
            const batch = await stream.batch(step);
            kernelsBefore = kernelMs();
            return batch;
          },
        };
      },
    },
  };
  try {
    await train(plan, stepping, null);
  } finally {
    await data.close();
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
