import { join } from 'node:path';
import type { ModelPlan } from '../../distill/plan.ts';
import type { ModelScore } from '../../protocol/training.ts';
import type { Outline } from './outline.ts';
import type { Made, RunModels } from './made-by-runs.ts';

/** A model file with what identifies it. */
export interface Identified {
  readonly path: string;
  readonly sha256: string | null;
  readonly outline: Outline;
}

/** What a run has to do with a model: as which model of its plan, and its scores there. */
export interface Relation {
  readonly plan: ModelPlan | null;
  readonly scores: readonly ModelScore[];
}

/** The run made the file, or was given it; null when neither. */
export function relation(file: Identified, run: RunModels): Relation | null {
  return asMade(file, run) ?? asUsed(file, run);
}

/** Trained models say in their header which run, or which stage, they are of. */
function asMade({ outline: { metadata } }: Identified, run: RunModels): Relation | null {
  const name = metadata['retort.model'];
  if (name === undefined) return null;
  const stage =
    metadata['retort.run'] === undefined
      ? run.stages.find(({ hash }) => hash === metadata['retort.stage'])?.name
      : metadata['retort.run'] === run.run.id
        ? metadata['retort.stage']
        : undefined;
  if (stage === undefined) return null;
  const model = name.replace(/@baseline$/, '');
  const variant = model === name ? 'student' : 'baseline';
  const isIt = (made: Made): boolean =>
    made.model === model &&
    made.variant === variant &&
    made.stage === stage &&
    String(made.seed) === metadata['retort.seed'];
  const value = run.made.find(isIt)?.value;
  return { plan: modelOf(run, model), scores: value === undefined ? [] : [score(run, 'made', value)] };
}

/** As a teacher, or as something else that isn't scored as it is. */
function asUsed(file: Identified, run: RunModels): Relation | null {
  const found = Object.entries(run.models).find(([, model]) => isGiven(file, model));
  if (found === undefined) return null;
  const [id, plan] = found;
  const trained = run.stages.some(({ updates }) => updates.some(({ train }) => train === id));
  const value = trained ? undefined : run.taught.findLast(({ model }) => model === id)?.value;
  return { plan, scores: value === undefined ? [] : [score(run, 'used', value)] };
}

function isGiven({ path, sha256, outline }: Identified, { checkpoint, weights }: ModelPlan): boolean {
  if (checkpoint !== null) {
    if (sha256 !== null && checkpoint.sha256 !== null) return checkpoint.sha256 === sha256;
    return checkpoint.madeBy === null && checkpoint.path === path;
  }
  // What a description brings along is known by its path alone.
  return (
    weights !== null && (outline.format === 'huggingface' ? join(path, 'config.json') : path) === weights
  );
}

const modelOf = ({ models }: RunModels, id: string): ModelPlan | null =>
  Object.hasOwn(models, id) ? (models[id] ?? null) : null;

const score = (
  { run, name, metric, data }: RunModels,
  role: ModelScore['role'],
  value: number,
): ModelScore => ({
  run: run.path,
  runName: name,
  role,
  metric,
  data,
  value,
});
