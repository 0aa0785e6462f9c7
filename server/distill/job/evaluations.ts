import { agreement, evaluate } from '../evaluate.ts';
import type { Live } from '../forward.ts';
import type { Job } from '../jobs.ts';
import { bringToLife, scoresOf, release, trainedModel, type Session } from '../session.ts';
import { momentCode, variantCode } from '../tables.ts';
import type { HostTensors } from '../tensors.ts';

interface Row {
  readonly job: Job;
  readonly jobStep: number;
  readonly moment: keyof typeof momentCode;
  readonly model: string;
  readonly data: string;
  readonly accuracy: number;
  readonly loss: number;
  readonly agreement: number;
}

function record(session: Session, row: Row): void {
  const { plan, ports, cursor } = session;
  ports.recorder.row('evaluation', [
    cursor.step,
    row.job.seed,
    row.job.stageIndex,
    variantCode[row.job.variant],
    row.jobStep,
    momentCode[row.moment],
    Object.keys(plan.models).indexOf(row.model),
    Object.keys(plan.data).indexOf(row.data),
    row.accuracy,
    row.loss,
    row.agreement,
  ]);
}

/** Scores the student on a split and records the row. */
async function score(
  session: Session,
  job: Job,
  at: { live: Live; data: string; moment: Row['moment']; jobStep: number },
): Promise<number> {
  const scores = await evaluate(at.live, session.plan, at.data, {
    ...session.ports,
    forward: session.forward,
  });
  const [teacher] = job.stage.teachers;
  const theirs = teacher === undefined ? null : await scoresOf(session, teacher, job.seed, at.data);
  record(session, {
    job,
    jobStep: at.jobStep,
    moment: at.moment,
    model: trainedModel(job),
    data: at.data,
    accuracy: scores.accuracy,
    loss: scores.loss,
    agreement: theirs === null ? Number.NaN : agreement(scores.predictions, theirs.predictions),
  });
  return scores.accuracy;
}

/** Scores during training; returns the value that selects. */
export async function evaluationDuring(session: Session, job: Job, live: Live): Promise<number> {
  const { select, during } = session.plan.evaluate;
  let selecting = Number.NaN;
  for (const data of during) {
    const value = await score(session, job, {
      live,
      data,
      moment: 'during',
      jobStep: session.cursor.jobStep,
    });
    if (data === select.data) selecting = value;
  }
  return selecting;
}

/** Scores the last and the selected weights, and the teachers, on the splits that figures come from. */
export async function closingEvaluation(
  session: Session,
  job: Job,
  last: Live,
  selected: HostTensors,
): Promise<void> {
  const { plan, cursor } = session;
  const chosen = bringToLife(session, trainedModel(job), selected);
  for (const data of plan.evaluate.final) {
    await score(session, job, { live: last, data, moment: 'last', jobStep: cursor.jobStep });
    await score(session, job, {
      live: chosen,
      data,
      moment: 'selected',
      jobStep: cursor.best === null ? cursor.jobStep : cursor.best.step - (cursor.step - cursor.jobStep),
    });
    if (job.variant === 'student')
      for (const teacher of job.stage.teachers) await scoreTeacher(session, job, teacher, data);
  }
  release(chosen);
}

async function scoreTeacher(session: Session, job: Job, teacher: string, data: string): Promise<void> {
  const { accuracy, loss } = await scoresOf(session, teacher, job.seed, data);
  record(session, {
    job,
    jobStep: session.cursor.jobStep,
    moment: 'teacher',
    model: teacher,
    data,
    accuracy,
    loss,
    agreement: 1,
  });
}
