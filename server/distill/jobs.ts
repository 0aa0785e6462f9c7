import type { Variant } from '../protocol/run.ts';
import type { Plan, StagePlan, UpdatePlan } from './plan.ts';

/** One training: a stage, with a seed, as the student or as its baseline. */
export interface Job {
  readonly seed: number;
  readonly stage: StagePlan;
  readonly stageIndex: number;
  readonly variant: Variant;
  readonly updates: readonly UpdatePlan[];
}

/**
 * The run as a list of trainings in the order they happen: seed by seed, stage by stage, each stage's baseline
 * after its student. A stage that is trained once (`seeds: 'first'`) appears with the first seed only.
 */
export function jobs(plan: Plan): readonly Job[] {
  return plan.seeds.flatMap((seed, seedIndex) =>
    plan.stages.flatMap((stage, stageIndex) => {
      if (stage.skip !== null || (stage.seeds === 'first' && seedIndex > 0)) return [];
      const student: Job = { seed, stage, stageIndex, variant: 'student', updates: stage.updates };
      if (stage.baseline === null) return [student];
      return [student, { ...student, variant: 'baseline', updates: stage.baseline.updates } satisfies Job];
    }),
  );
}

/** Optimizer steps of the whole run when nothing stops early. */
export const totalSteps = (plan: Plan): number => jobs(plan).reduce((sum, job) => sum + job.stage.steps, 0);
