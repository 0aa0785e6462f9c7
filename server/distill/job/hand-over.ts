import { closingEvaluation } from './evaluations.ts';
import type { Checkpoint } from '../ports.ts';
import { lineage, modelOf, trainedModel, type Session } from '../session.ts';
import { asLive, optimizerTensors, studentWeights } from './training.ts';
import type { Running } from './running.ts';

/** Closing scores, the hand-over of the selected weights, and a checkpoint at the start of the next job. */
export async function handOver(running: Running): Promise<void> {
  const { session, job, network } = running;
  const { plan, ports } = session;
  const selected = running.best ?? (await studentWeights(network, running.state));
  await closingEvaluation(session, job, asLive(network, running.definition.inputs, running.state), selected);
  const id = trainedModel(job);
  session.weights.set(lineage(job), selected);
  for (const key of session.scores.keys()) if (key.startsWith(`${id} on `)) session.scores.delete(key);
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
export async function checkpoint(running: Running): Promise<void> {
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
