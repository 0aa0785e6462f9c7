import { memory } from '@tensorflow/tfjs-core';
import { shares, termGradientNorms } from './diagnostics/gradients.ts';
import { prepareMatching, type Matching } from './diagnostics/matching.ts';
import { diverged, firstBad } from './divergence.ts';
import type { Live } from './evaluate.ts';
import { closingEvaluation, evaluationDuring } from './evaluations.ts';
import { totalSteps, type Job } from './jobs.ts';
import type { Network } from './networks/network.ts';
import type { BatchStream, Checkpoint } from './ports.ts';
import {
  bringToLife,
  lineage,
  modelOf,
  networkOf,
  release,
  trainedModel,
  weightsOf,
  type Session,
} from './session.ts';
import { defineStep, type Step, type StepDefinition } from './step.ts';
import { tables, variantCode } from './tables.ts';
import { askEachStep, storeTargets, type Targets, type Teacher } from './targets/targets.ts';
import {
  advance,
  asLive,
  feed,
  freshState,
  optimizerTensors,
  releaseReplaced,
  restoredState,
  studentWeights,
  type Feed,
  type TrainingState,
} from './training.ts';
import type { HostTensors } from './tensors.ts';

/** One training while it runs. */
interface Running {
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

/**
 * Trains one job to its end, or to the next stop. `within` is the checkpoint to go on from, null at its start.
 * @throws RetortError `diverged`, and what ports throw.
 */
export async function runJob(
  session: Session,
  job: Job,
  within: Checkpoint | null,
): Promise<'ended' | 'stopped'> {
  const { plan, ports } = session;
  const running = await begin(session, job, within);
  try {
    while (session.cursor.jobStep < job.stage.steps) {
      const startedAt = ports.clock();
      const batch = await running.stream.batch(session.cursor.jobStep);
      const fedAt = ports.clock();
      const fed = feed(running.step, job, session.cursor.jobStep, { batch, targets: running.targets });
      const loss = await trainStep(running, fed);
      const steppedAt = ports.clock();
      if (diagnosticsDue(session, job)) await recordDiagnostics(running, fed);
      fed.dispose();
      recordMeasured(session, {
        elapsed: steppedAt,
        step: steppedAt - fedAt,
        wait: fedAt - startedAt,
        diagnostics: ports.clock() - steppedAt,
      });
      ports.recorder.progress(
        { step: session.cursor.step, steps: totalSteps(plan), activity: activityOf(job) },
        loss,
      );
      await ports.breathe();
      const last = session.cursor.jobStep === job.stage.steps;
      if (
        (session.cursor.jobStep % job.stage.evaluateEvery === 0 || last) &&
        (await considerBest(running)) === 'stop-early'
      )
        break;
      if (last) break;
      const due = session.cursor.jobStep % plan.checkpoints.everySteps === 0;
      const stopping = ports.stopRequested();
      if (due || stopping) await checkpoint(running);
      if (stopping) return 'stopped';
    }
    await end(running);
    return 'ended';
  } finally {
    await running.stream.close();
    running.matching?.dispose();
    for (const { live } of running.teachers) release(live);
    releaseReplaced(running.state, null);
  }
}

/** At the first and the last step of a job, and at the planned interval. */
const diagnosticsDue = ({ plan, cursor }: Session, { stage }: Job): boolean =>
  cursor.jobStep === 1 ||
  cursor.jobStep === stage.steps ||
  cursor.jobStep % plan.diagnostics.everySteps === 0;

const activityOf = (job: Job): string => `seed ${job.seed}, ${job.stage.name}, ${job.variant}`;

/** Puts the student, its teachers, their answers and the probe in place. */
async function begin(session: Session, job: Job, within: Checkpoint | null): Promise<Running> {
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

/** One optimizer step; records its row. Throws `diverged` before anything is taken over. */
async function trainStep(running: Running, fed: Feed): Promise<number> {
  const { session, job, step } = running;
  const { jobStep } = session.cursor;
  const { next, metrics } = advance(step, running.state, fed.inputs);
  const values = await metrics.data();
  metrics.dispose();
  const named = new Map(step.metrics.map((name, index) => [name, values[index] ?? Number.NaN]));
  const terms = running.definition.update.terms.map(({ id }) => id);
  const bad = firstBad(named, terms);
  if (bad !== null) {
    releaseReplaced(next, running.state);
    const term = bad === 'gradient' ? await termWithBadGradient(running, fed, terms) : bad;
    fed.dispose();
    throw diverged(
      job,
      term,
      jobStep,
      named.get(bad === 'gradient' ? 'gradientNorm' : `${bad}.raw`) ?? Number.NaN,
    );
  }
  releaseReplaced(running.state, next);
  running.state = next;
  session.cursor = { ...session.cursor, jobStep: jobStep + 1, step: session.cursor.step + 1 };
  const loss = named.get('loss') ?? Number.NaN;
  const own = new Map(
    terms.flatMap((id) =>
      ['raw', 'weighted'].map((kind) => [
        `${job.stage.name}/${id}.${kind}`,
        named.get(`${id}.${kind}`) ?? Number.NaN,
      ]),
    ),
  );
  recordRow(
    running,
    'train',
    [
      (jobStep + 1) / job.stage.stepsPerEpoch,
      fed.scalars['optimizer.rate'] ?? Number.NaN,
      loss,
      named.get('gradientNorm') ?? Number.NaN,
    ],
    own,
  );
  return loss;
}

async function termWithBadGradient(
  { definition, step, state }: Running,
  fed: Feed,
  terms: readonly string[],
): Promise<string> {
  const norms = await termGradientNorms(definition, { ...state, ...fed.inputs }, step.trained);
  return terms.find((_, index) => !Number.isFinite(norms[index])) ?? 'gradient';
}

/** Gradient per term and layer matching: steps of their own, which change nothing. */
async function recordDiagnostics(running: Running, fed: Feed): Promise<void> {
  const { session, job, definition, step, state, matching } = running;
  const values = new Map<string, number>();
  if (session.plan.diagnostics.gradients) {
    const norms = await termGradientNorms(definition, { ...state, ...fed.inputs }, step.trained);
    const share = shares(norms);
    definition.update.terms.forEach(({ id }, index) => {
      values.set(`${job.stage.name}/${id}.gradientNorm`, norms[index] ?? Number.NaN);
      values.set(`${job.stage.name}/${id}.gradientShare`, share[index] ?? Number.NaN);
    });
  }
  const live = asLive(running.network, definition.inputs, state);
  for (const [column, value] of Object.entries((await matching?.measure(live, state.variables)) ?? {}))
    values.set(column, value);
  recordRow(running, 'diagnostics', [], values);
}

/** Writes a row: the place, fixed values, then the named columns; NaN for those that don't apply. */
function recordRow(
  { session, job }: Running,
  table: 'train' | 'diagnostics',
  fixed: readonly number[],
  values: ReadonlyMap<string, number>,
): void {
  const { plan, ports, cursor } = session;
  const place = [cursor.step, job.seed, job.stageIndex, variantCode[job.variant], cursor.jobStep, ...fixed];
  const rest = tables(plan)[table].slice(place.length);
  ports.recorder.row(table, [...place, ...rest.map(({ name }) => values.get(name) ?? Number.NaN)]);
}

function recordMeasured(
  { ports, cursor }: Session,
  ms: Readonly<Record<'elapsed' | 'step' | 'wait' | 'diagnostics', number>>,
): void {
  ports.recorder.row('measured', [
    cursor.step,
    ms.elapsed,
    ms.step,
    ms.wait,
    ms.diagnostics,
    ports.memory(),
    memory().numTensors,
  ]);
}

/** Evaluates, keeps the weights when they are the best so far, and says whether patience is at its end. */
async function considerBest(running: Running): Promise<'go-on' | 'stop-early'> {
  const { session, job } = running;
  const { earlyStop } = job.stage;
  const metric = session.plan.evaluate.select.metric;
  const value = await evaluationDuring(
    session,
    job,
    asLive(running.network, running.definition.inputs, running.state),
  );
  const { best, sinceImproved, step } = session.cursor;
  if (best === null || value > best.value) {
    running.best = await studentWeights(running.network, running.state);
    const enough = best === null || value > best.value + (earlyStop?.minDelta ?? 0);
    session.cursor = {
      ...session.cursor,
      best: { value, step },
      sinceImproved: enough ? 0 : sinceImproved + 1,
    };
    session.ports.recorder.event({ type: 'selected', step, metric, value });
  } else {
    session.cursor = { ...session.cursor, sinceImproved: sinceImproved + 1 };
  }
  if (earlyStop === null || session.cursor.sinceImproved < earlyStop.patience) return 'go-on';
  session.ports.recorder.event({
    type: 'stopped-early',
    step,
    metric,
    evaluations: session.cursor.sinceImproved,
  });
  return 'stop-early';
}

/** Closing scores, the hand-over of the selected weights, and a checkpoint at the start of the next job. */
async function end(running: Running): Promise<void> {
  const { session, job, network } = running;
  const { plan, ports } = session;
  const selected = running.best ?? (await studentWeights(network, running.state));
  await closingEvaluation(session, job, asLive(network, running.definition.inputs, running.state), selected);
  const id = trainedModel(job);
  session.weights.set(lineage(job), selected);
  for (const key of session.predictions.keys())
    if (key.startsWith(`${id} on `)) session.predictions.delete(key);
  await ports.recorder.model({
    name: lineage(job),
    seed: job.seed,
    stage: job.stage.name,
    tensors: selected,
    best: session.cursor.best,
  });
  const file = modelOf(plan, id).checkpoint;
  if (job.variant === 'student' && file?.madeBy === job.stage.name) {
    await ports.models.save(file.path, selected, {
      'retort.stage': job.stage.hash,
      'retort.model': id,
      'retort.seed': String(job.seed),
    });
  }
  ports.recorder.event({
    type: 'job-finished',
    step: session.cursor.step,
    seed: job.seed,
    stage: job.stage.name,
    variant: job.variant,
  });
  session.cursor = {
    job: session.cursor.job + 1,
    jobStep: 0,
    step: session.cursor.step,
    best: null,
    sinceImproved: 0,
  };
  await write(session, Object.fromEntries(session.weights));
}

/** A checkpoint in the middle of a job. */
async function checkpoint(running: Running): Promise<void> {
  const { session, job, network, state, best } = running;
  const key = lineage(job);
  await write(session, {
    ...Object.fromEntries(session.weights),
    [key]: await studentWeights(network, state),
    ...(best === null ? {} : { [`${key}.best`]: best }),
    optimizer: await optimizerTensors(network, state),
  });
}

async function write({ ports, cursor }: Session, files: Checkpoint['files']): Promise<void> {
  await ports.recorder.flush();
  await ports.recorder.checkpoint({ step: cursor.step, cursor, files });
}
