import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from '../../../server/distill/checkpoints/safetensors.ts';
import type { Network } from '../../../server/distill/networks/network.ts';
import type { ModelPlan, Plan } from '../../../server/distill/plan.ts';
import { sizeOf } from '../../../server/distill/tensors.ts';
import { measure } from '../../../server/backends/recording/measure.ts';
import { jobs } from '../../../server/distill/jobs.ts';
import { memoryOf } from '../../../server/recipe/memory/memory.ts';
import { trainingPasses } from '../../../server/recipe/memory/passes.ts';
import { describe, startingTensors, stepDefinition } from '../peers/definition.ts';
import { startEngine } from '../peers/engine.ts';
import { workload, type Workload } from '../peers/workloads.ts';

/** Its thread, the library that decodes images, and the files of a run. */
const loaderBytes = 100 * 2 ** 20;

/** Steps that are taken: nothing is new after the second. */
const steps = 3;

/**
 * A workload of the comparison with other engines, for networks that no data source of ours feeds yet: a step and its
 * teacher, without evaluation and diagnostics. Estimated and measured bytes.
 */
export async function workloadMemory(
  name: string,
  backend: string,
): Promise<{ estimate: number; measured: number }> {
  const asked = workload(name);
  const networks = new Map<string, Network>([['student', asked.student.network]]);
  if (asked.teacher !== null) networks.set('teacher', asked.teacher.network);
  const plan = planOf(asked, backend, networks);
  const { stages } = memoryOf(plan, networks);
  return {
    estimate: Math.max(...Object.values(stages)) - unused(plan, networks),
    measured: await measured(asked, backend),
  };
}

/** What a run holds and these steps don't: the loader of data, the best weights so far, a checkpoint on its way. */
function unused(plan: Plan, networks: ReadonlyMap<string, Network>): number {
  const [job] = jobs(plan);
  if (job === undefined) throw new Error('A plan has a stage.');
  const { variableBytes, slotBytes } = trainingPasses(plan, job, networks);
  return loaderBytes + variableBytes + 2 * (variableBytes + slotBytes);
}

async function measured(asked: Workload, backend: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'retort-memory-'));
  const engine = startEngine(process.execPath, [
    fileURLToPath(new URL('./peer.js', import.meta.url)),
    backend,
  ]);
  try {
    for (const [file, tensors] of Object.entries(startingTensors(asked)))
      await writeFile(join(folder, `${file}.safetensors`), format(tensors, {}));
    await engine.setUp({ workload: describe(asked), folder, threads: 1 });
    await engine.steps(steps);
    const bytes = await engine.peakBytes();
    if (bytes === null) throw new Error('This system does not tell the peak memory of a process.');
    return bytes;
  } finally {
    await engine.quit();
    await rm(folder, { recursive: true });
  }
}

/** The workload as a plan of one stage. */
function planOf(asked: Workload, backend: string, networks: ReadonlyMap<string, Network>): Plan {
  const { update, parts } = stepDefinition(asked);
  const [input] = asked.student.network.inputs;
  if (input === undefined) throw new Error('A network has an input.');
  const fields = {
    [input.name]: { shape: input.shape, dtype: input.dtype },
    label: { shape: [], dtype: 'int32' as const },
  };
  const samples = parts.reduce((sum, part) => sum + part.samples, 0);
  return {
    version: 1,
    name: asked.name,
    recipe: { path: '', sha256: '' },
    backend: { name: backend, threads: 1 },
    seeds: [1],
    data: Object.fromEntries(
      parts.map(({ data }) => [
        data,
        {
          source: 'none',
          config: {},
          files: [],
          key: data,
          skip: 0,
          take: samples,
          labelled: true,
          classes: asked.classes,
          fields,
          augment: [],
          normalize: null,
        },
      ]),
    ),
    models: Object.fromEntries([...networks].map(([id, network]) => [id, modelPlan(network)])),
    stages: [
      {
        name: 'train',
        hash: '',
        seeds: 'each',
        skip: null,
        batch: samples,
        parts,
        steps,
        stepsPerEpoch: 1,
        updates: [update],
        teachers: asked.teacher === null ? [] : ['teacher'],
        targets: 'each-step',
        baseline: null,
        evaluateEvery: steps,
        earlyStop: null,
      },
    ],
    evaluate: {
      metrics: ['accuracy'],
      select: { metric: 'accuracy', data: parts[0]?.data ?? '' },
      during: [],
      final: [],
      batch: samples,
    },
    diagnostics: { everySteps: 1, gradients: false, probe: null, matrix: [] },
    checkpoints: { everySteps: 1, keepLast: 1, keepBest: 1 },
  };
}

const modelPlan = (network: Network): ModelPlan => ({
  kind: network.kind,
  config: {},
  jsonFiles: {},
  inputs: Object.fromEntries(network.inputs.map(({ name }) => [name, name])),
  fields: {},
  classes: network.classes,
  taps: measure(network).taps,
  parameters: network.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
  bytes: 4 * network.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
  flops: 0,
  checkpoint: null,
  weights: null,
  init: null,
});
