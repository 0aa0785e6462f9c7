import type { Context } from './context.ts';
import { resolveData, type AllData } from './data.ts';
import { resolveModels, type AllModels } from './models.ts';
import { resolveStages, type ResolvedStage } from './stages.ts';

/** A recipe with all its names followed, as far as the facts go. */
export interface Resolved {
  readonly data: AllData;
  readonly models: AllModels;
  readonly stages: readonly ResolvedStage[];
}

export function resolve(context: Context): Resolved {
  const data = resolveData(context);
  const models = resolveModels(context, data);
  return { data, models, stages: resolveStages(context, data, models) };
}
