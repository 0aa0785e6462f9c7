import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelPlan, Plan, StagePlan } from '../../distill/plan.ts';
import type { Variant } from '../../protocol/run.ts';
import { listRuns, type RunDirectory } from '../../runs/directory.ts';
import { readEvaluation } from '../../runs/records.ts';
import { readPlan } from '../../runs/state.ts';
import { scoredData } from '../../runs/summary.ts';

/** What a run knows about models: those it made, those it was given, and how they scored. */
export interface RunModels {
  readonly run: RunDirectory;
  readonly name: string;
  readonly metric: string;
  /** The split that figures come from. */
  readonly data: string;
  readonly models: Readonly<Record<string, ModelPlan>>;
  /** Stages that it trained. */
  readonly stages: readonly Pick<StagePlan, 'name' | 'hash' | 'updates'>[];
  /** Scores at the selected checkpoint. */
  readonly made: readonly Made[];
  /** Scores as teachers. */
  readonly taught: readonly { readonly model: string; readonly value: number }[];
}

export interface Made {
  readonly model: string;
  readonly variant: Variant;
  readonly seed: number;
  readonly stage: string;
  readonly value: number;
}

interface Known {
  readonly changedAt: number;
  readonly models: RunModels;
}

/** By path, valid while `run.json` stays: a run that has ended is read once. Bounded: the oldest leave first. */
const known = new Map<string, Known>();
const knownAtMost = 2_000;

/** Of workspaces, the newest run first. Runs that can't be read know nothing. */
export async function modelsOfRuns(workspaces: readonly string[]): Promise<readonly RunModels[]> {
  const runs = (await Promise.all(workspaces.map((workspace) => listRuns(workspace).catch(() => [])))).flat();
  const newestFirst = runs.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, knownAtMost);
  const found: RunModels[] = [];
  for (const run of newestFirst) {
    const models = await modelsOfRun(run).catch(() => null);
    if (models !== null) found.push(models);
  }
  return found;
}

async function modelsOfRun(run: RunDirectory): Promise<RunModels> {
  const changedAt = (await stat(join(run.path, 'run.json'))).mtimeMs;
  const before = known.get(run.path);
  if (before?.changedAt === changedAt) return before.models;
  const models = await read(run, await readPlan(run));
  known.delete(run.path);
  known.set(run.path, { changedAt, models });
  for (const oldest of known.keys()) {
    if (known.size <= knownAtMost) break;
    known.delete(oldest);
  }
  return models;
}

async function read(run: RunDirectory, plan: Plan): Promise<RunModels> {
  const data = scoredData(plan);
  const rows = (await readEvaluation(run, plan)).filter((row) => row.data === data);
  return {
    run,
    name: plan.name,
    metric: plan.evaluate.select.metric,
    data,
    models: plan.models,
    stages: plan.stages
      .filter(({ skip }) => skip === null)
      .map(({ name, hash, updates }) => ({ name, hash, updates })),
    made: rows
      .filter(({ moment }) => moment === 'selected')
      .map(({ model, variant, seed, stage, accuracy }) => ({ model, variant, seed, stage, value: accuracy })),
    taught: rows
      .filter(({ moment }) => moment === 'teacher')
      .map(({ model, accuracy }) => ({ model, value: accuracy })),
  };
}
