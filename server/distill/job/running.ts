import { prepareDisagreements, type Disagreeing } from '../diagnostics/disagreements.ts';
import { prepareMatching, type Matching } from '../diagnostics/matching.ts';
import { loadProbe, type Probe } from '../diagnostics/probe.ts';
import { termGradientNorms } from '../diagnostics/gradients.ts';
import type { Compiled } from '../backend.ts';
import type { Live } from '../forward.ts';
import type { Job } from '../jobs.ts';
import type { Network } from '../networks/network.ts';
import type { BatchStream, Checkpoint } from '../ports.ts';
import {
  bringToLife,
  lineage,
  modelOf,
  networkOf,
  release,
  trainedModel,
  weightsOf,
  type Session,
} from '../session.ts';
import { defineStep, type Step, type StepDefinition, type StepInputs, type StepOutputs } from '../step.ts';
import type { Tensor } from '@tensorflow/tfjs-core';
import { askEachStep, storeTargets, type Targets, type Teacher } from '../targets/targets.ts';
import { freshState, releaseReplaced, restoredState, type TrainingState } from './training.ts';
import type { HostTensors } from '../tensors.ts';

/** One training while it runs. */
export interface Running {
  readonly session: Session;
  readonly job: Job;
  readonly network: Network;
  readonly definition: StepDefinition;
  readonly step: Step;
  readonly run: Compiled<StepInputs, StepOutputs>;
  /** Norm of each term's gradient, as `norms`. */
  readonly gradients: Compiled<StepInputs, { readonly norms: Tensor }>;
  readonly teachers: readonly Teacher[];
  readonly targets: Targets | null;
  readonly probe: Probe | null;
  readonly matching: Matching | null;
  readonly disagreeing: Disagreeing | null;
  readonly stream: BatchStream;
  state: TrainingState;
  best: HostTensors | null;
}

/** Puts the student, its teachers, their answers and the probe in place. */
export async function begin(session: Session, job: Job, within: Checkpoint | null): Promise<Running> {
  const { plan, ports } = session;
  const id = trainedModel(job);
  const network = networkOf(session, id);
  const [update] = job.updates;
  if (update === undefined) throw new Error('A stage has at least one update.');
  const definition: StepDefinition = {
    network,
    inputs: modelOf(plan, id).inputs,
    update,
    parts: job.stage.parts,
  };
  const step = ports.withShapes(() => defineStep(definition));

  const start = await weightsOf(session, id, job.seed);
  const baseline = `${id}@baseline`;
  // A baseline starts where its student starts before a teacher first touches it.
  if (job.variant === 'student' && job.stage.teachers.length > 0 && !session.weights.has(baseline))
    session.weights.set(baseline, start);
  const weights = session.weights.get(lineage(job)) ?? start;

  const teachers: Teacher[] = [];
  if (job.variant === 'student') {
    for (const teacher of job.stage.teachers) {
      const theirs = await weightsOf(session, teacher, job.seed);
      teachers.push({
        id: teacher,
        live: { ...bringToLife(session, teacher, theirs), frozen: true },
        weights: theirs,
        taps: modelOf(plan, teacher).taps,
      });
    }
  }
  const targets =
    teachers.length === 0
      ? null
      : job.stage.targets === 'stored'
        ? await storeTargets(plan, job.stage, teachers, { ...ports, forward: session.forward })
        : askEachStep(teachers, job.stage, session.forward);
  const lives = new Map<string, Live>(teachers.map(({ id: teacher, live }) => [teacher, live]));
  const probe = teachers.length === 0 ? null : await loadProbe(plan, ports);
  const observing = { ...ports, probe, forward: session.forward };
  const matching = await prepareMatching(plan, job.stage, lives, observing);
  const disagreeing = await prepareDisagreements(
    plan,
    { teacher: teachers[0]?.live ?? null, student: definition },
    observing,
  );

  if (within === null) {
    session.cursor = { ...session.cursor, jobStep: 0, best: null, sinceImproved: 0 };
    ports.recorder.event({
      type: 'job-started',
      step: session.cursor.step + 1,
      seed: job.seed,
      stage: job.stage.name,
      variant: job.variant,
    });
  }
  const state =
    within === null
      ? freshState(step, network, weights, job)
      : restoredState(step, network, weights, within.files.optimizer ?? {});
  return {
    session,
    job,
    network,
    definition,
    step,
    run: ports.compile(step.run, { name: `${job.stage.name}, step`, donated: ['variables', 'slots'] }),
    gradients: ports.compile(
      (inputs: StepInputs) => ({ norms: termGradientNorms(definition, inputs, step.trained) }),
      { name: `${job.stage.name}, gradients` },
    ),
    teachers,
    targets,
    probe,
    matching,
    disagreeing,
    stream: ports.data.training(job.stageIndex, job.seed),
    state,
    best: within?.files[`${lineage(job)}.best`] ?? null,
  };
}

/** Frees what a job held on the backend and its data. */
export async function closeRunning({
  stream,
  run,
  gradients,
  matching,
  probe,
  teachers,
  state,
}: Running): Promise<void> {
  await stream.close();
  run.dispose();
  gradients.dispose();
  matching?.dispose();
  probe?.dispose();
  for (const { live } of teachers) release(live);
  releaseReplaced(state, null);
}
