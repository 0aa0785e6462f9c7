import { jobs, totalSteps, type Job } from '../distill/jobs.ts';
import type { Plan } from '../distill/plan.ts';

/** How long a run is likely to take; memory/memory.ts says how much memory. */
export interface Estimate {
  /** Optimizer steps over all seeds, stages and baselines when nothing stops early. */
  readonly steps: number;
  /** Multiply-adds count as two. */
  readonly flops: number;
  readonly seconds: number;
}

/**
 * Floating-point operations a second of a training step, where none was measured: docs of the backends, two cores.
 * Small networks on wasm reach 1.5 · 10⁹, convolutions 10¹⁰.
 */
const speeds: Readonly<Record<string, number>> = { cpu: 2e8, wasm: 4e9 };
const otherSpeed = 4e9;

/** The gradient costs about twice the forward pass. */
const trainingFactor = 3;

/** Time of a plan; `flopsPerSecond` where it was measured. */
export function estimate(plan: Plan, flopsPerSecond = speeds[plan.backend.name] ?? otherSpeed): Estimate {
  const trainings = jobs(plan);
  const flops = trainings.reduce((sum, job) => sum + jobFlops(plan, job), 0);
  return {
    steps: totalSteps(plan),
    flops,
    seconds: flops / flopsPerSecond,
  };
}

const flopsOf = (plan: Plan, model: string): number => plan.models[model]?.flops ?? 0;

/** Samples of several data sets. */
const samplesOf = (plan: Plan, data: readonly string[]): number =>
  data.reduce((sum, id) => sum + (plan.data[id]?.take ?? 0), 0);

function jobFlops(plan: Plan, { stage, variant, updates }: Job): number {
  const student = updates.reduce((sum, { train }) => sum + flopsOf(plan, train), 0);
  const teachers = stage.teachers.reduce((sum, id) => sum + flopsOf(plan, id), 0);
  const asked =
    stage.targets === 'stored'
      ? samplesOf(
          plan,
          stage.parts.map(({ data }) => data),
        )
      : stage.steps * stage.batch;
  const scored =
    samplesOf(plan, plan.evaluate.during) * Math.ceil(stage.steps / stage.evaluateEvery) +
    2 * samplesOf(plan, plan.evaluate.final);
  return (
    trainingFactor * student * stage.steps * stage.batch +
    (variant === 'student' ? teachers * asked : 0) +
    student * scored
  );
}
