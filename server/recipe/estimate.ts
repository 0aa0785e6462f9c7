import { jobs, totalSteps, type Job } from '../distill/jobs.ts';
import type { Plan, StagePlan } from '../distill/plan.ts';
import { sizeOf } from '../distill/tensors.ts';

/** What a run is likely to cost. */
export interface Estimate {
  /** Optimizer steps over all seeds, stages and baselines when nothing stops early. */
  readonly steps: number;
  /** Multiply-adds count as two. */
  readonly flops: number;
  readonly seconds: number;
  /** Of the largest training with its data, at its peak. */
  readonly bytes: number;
}

/**
 * Floating-point operations a second of a training step, where none was measured: docs of the backends, two cores.
 * Small networks on wasm reach 1.5 · 10⁹, convolutions 10¹⁰.
 */
const speeds: Readonly<Record<string, number>> = { cpu: 2e8, wasm: 4e9 };
const otherSpeed = 4e9;

/** The gradient costs about twice the forward pass. */
const trainingFactor = 3;

/** Time and memory of a plan; `flopsPerSecond` where it was measured. */
export function estimate(plan: Plan, flopsPerSecond = speeds[plan.backend.name] ?? otherSpeed): Estimate {
  const trainings = jobs(plan);
  const flops = trainings.reduce((sum, job) => sum + jobFlops(plan, job), 0);
  return {
    steps: totalSteps(plan),
    flops,
    seconds: flops / flopsPerSecond,
    bytes: Math.max(0, ...plan.stages.map((stage) => stageBytes(plan, stage))) + dataBytes(plan),
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

/** Parameters, gradients and two slots of what trains, parameters of teachers, activations of a batch. */
function stageBytes(plan: Plan, stage: StagePlan): number {
  const trained = stage.updates.reduce((sum, { train }) => sum + 4 * (plan.models[train]?.bytes ?? 0), 0);
  const teachers = stage.teachers.reduce((sum, id) => sum + (plan.models[id]?.bytes ?? 0), 0);
  const activations = [...stage.updates.map(({ train }) => train), ...stage.teachers].reduce(
    (sum, id) =>
      sum + Object.values(plan.models[id]?.taps ?? {}).reduce((all, tap) => all + sizeOf(tap) * 4, 0),
    0,
  );
  const input = stage.parts.reduce(
    (sum, { data, samples }) =>
      sum +
      Object.values(plan.data[data]?.fields ?? {}).reduce((all, { shape }) => all + sizeOf(shape) * 4, 0) *
        samples,
    0,
  );
  // Taps are a part of what a forward pass keeps for the gradient; layers between them are about as much again.
  return trained + teachers + 2 * activations * stage.batch + input;
}

/** Decoded samples as bytes, once a source however many data sets read it. */
function dataBytes(plan: Plan): number {
  const sources = new Map(Object.values(plan.data).map((data) => [data.key, data]));
  return [...sources.values()].reduce(
    (sum, data) => sum + data.files.reduce((all, { bytes }) => all + bytes, 0),
    0,
  );
}
