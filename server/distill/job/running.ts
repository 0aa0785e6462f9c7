import { prepareMatching, type Matching } from '../diagnostics/matching.ts';
import type { Live } from '../evaluate.ts';
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
import { defineStep, type Step, type StepDefinition } from '../step.ts';
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
  readonly teachers: readonly Teacher[];
  readonly targets: Targets | null;
  readonly matching: Matching | null;
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
  const step = defineStep(definition);

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
        live: bringToLife(session, teacher, theirs),
        weights: theirs,
        taps: modelOf(plan, teacher).taps,
      });
    }
  }
  const targets =
    teachers.length === 0
      ? null
      : job.stage.targets === 'stored'
        ? await storeTargets(plan, job.stage, teachers, ports)
        : askEachStep(teachers, job.stage);
  const lives = new Map<string, Live>(teachers.map(({ id: teacher, live }) => [teacher, live]));
  const matching = teachers.length === 0 ? null : await prepareMatching(plan, job.stage, lives, ports.data);

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
    teachers,
    targets,
    matching,
    stream: ports.data.training(job.stageIndex, job.seed),
    state,
    best: within?.files[`${lineage(job)}.best`] ?? null,
  };
}

/** Frees what a job held on the backend and its data. */
export async function closeRunning({ stream, matching, teachers, state }: Running): Promise<void> {
  await stream.close();
  matching?.dispose();
  for (const { live } of teachers) release(live);
  releaseReplaced(state, null);
}
