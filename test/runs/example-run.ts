import { jobs, totalSteps } from '../../server/distill/jobs.ts';
import { momentCode, tables, variantCode } from '../../server/distill/tables.ts';
import type { TableName } from '../../server/protocol/run.ts';
import type { RunDirectory } from '../../server/runs/directory.ts';
import type { Attempt } from '../../server/runs/writer.ts';
import { examplePlan } from './example-plan.ts';
import { newRun, open } from './workspace.ts';

const columns = tables(examplePlan);

/** Accuracy on test at the selected checkpoint, by variant, then by seed. */
export const accuracies = {
  teacher: 0.971,
  student: [0.9243, 0.9261, 0.9222],
  baseline: [0.8812, 0.8795, 0.8861],
} as const;

/** A finished run of the example plan, recorded like a real one, with curves that look like real ones. */
export async function exampleRun(workspace?: string): Promise<RunDirectory> {
  const run = await newRun(workspace);
  const attempt = await open(run);
  let step = 0;
  for (const [index, job] of jobs(examplePlan).entries()) {
    const first = step + 1;
    const jitter = noise(index);
    attempt.event({ ...place(job), type: 'job-started', step: first });
    for (let jobStep = 1; jobStep <= job.stage.steps; jobStep++) {
      step++;
      record(attempt, { step, job, jobStep, noise: jitter });
    }
    closing(attempt, step, job);
    attempt.event({ ...place(job), type: 'job-finished', step });
  }
  attempt.progress({ step, steps: totalSteps(examplePlan), activity: 'finished' }, null);
  await attempt.close('finished');
  return run;
}

type Job = ReturnType<typeof jobs>[number];

const place = ({ seed, stage, variant }: Job) => ({ seed, stage: stage.name, variant });

/** Numbers around 0 that are the same each time. */
function noise(seed: number): () => number {
  let state = 7919 * (seed + 1);
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647 - 0.5;
  };
}

function record(
  attempt: Attempt,
  { step, job, jobStep, noise }: Place & { readonly noise: () => number },
): void {
  const share = jobStep / job.stage.steps;
  const fall = (from: number, to: number, jitter: number): number =>
    (to + (from - to) * Math.exp(-6 * share)) * (1 + jitter * noise());
  const terms: Record<string, number> = {
    'teach/hard': fall(2.3, 0.02, 0.4),
    'distil/hard': job.variant === 'student' ? fall(2.3, 0.16, 0.5) : fall(2.3, 0.004, 0.8),
    'distil/kd': fall(4.1, 0.21, 0.3),
    'distil/shape': fall(0.9, 0.34, 0.1),
  };
  const own = job.updates.flatMap(({ terms: all }) => all.map(({ id }) => `${job.stage.name}/${id}`));
  const values: Record<string, number> = {
    epoch: jobStep / job.stage.stepsPerEpoch,
    rate: 0.002 * (1 - share),
  };
  for (const term of own) {
    const raw = terms[term] ?? NaN;
    values[`${term}.raw`] = raw;
    values[`${term}.weighted`] = raw * 0.5;
  }
  row(attempt, 'train', { step, job, jobStep }, values);
  row(attempt, 'measured', { step, job, jobStep }, { elapsedMs: step * 4, stepMs: 4 + noise() });
  if (jobStep === 1 || jobStep % examplePlan.diagnostics.everySteps === 0) {
    const rise = (from: number, to: number): number =>
      to + (from - to) * Math.exp(-5 * share) + 0.01 * noise();
    const shares = { 'distil/hard': rise(0.3, 0.12), 'distil/shape': rise(0.1, 0.25) };
    row(
      attempt,
      'diagnostics',
      { step, job, jobStep },
      {
        'teach/hard.gradientShare': 1,
        ...Object.fromEntries(
          Object.entries(shares).map(([term, value]) => [`${term}.gradientShare`, value]),
        ),
        'distil/kd.gradientShare': 1 - shares['distil/hard'] - shares['distil/shape'],
        ...(job.variant === 'student' && job.stage.name === 'distil'
          ? {
              'distil/kd/0.cka': rise(0.1, 0.93),
              'distil/shape/0.cka': rise(0.05, 0.74),
              'distil/hidden.1×features.1.cka': 0.41,
              'distil/hidden.1×features.2.cka': 0.74,
              'distil/hidden.1×logits.cka': 0.62,
              'distil/logits×features.1.cka': 0.22,
              'distil/logits×features.2.cka': 0.58,
              'distil/logits×logits.cka': 0.93,
            }
          : {}),
      },
    );
  }
  if (jobStep % job.stage.evaluateEvery === 0) {
    const best = job.stage.name === 'teach' ? 0.975 : job.variant === 'student' ? 0.931 : 0.886;
    evaluate(attempt, step, job, {
      jobStep,
      moment: momentCode.during,
      data: 'val',
      accuracy: best - 0.3 * Math.exp(-7 * share) + 0.006 * noise(),
      agreement: 0.9,
    });
  }
}

function closing(attempt: Attempt, step: number, job: Job): void {
  const distil = job.stage.name === 'distil';
  const accuracy = distil ? (accuracies[job.variant][job.seed - 1] ?? NaN) : accuracies.teacher;
  const end = job.stage.steps;
  for (const data of examplePlan.evaluate.final) {
    const base = { data, agreement: distil ? accuracy + 0.01 : NaN };
    evaluate(attempt, step, job, {
      ...base,
      jobStep: end,
      moment: momentCode.last,
      accuracy: accuracy - 0.002,
    });
    evaluate(attempt, step, job, { ...base, jobStep: end - 100, moment: momentCode.selected, accuracy });
    if (distil && job.variant === 'student') {
      const theirs = { jobStep: end, moment: momentCode.teacher, model: 'big', agreement: 1 };
      evaluate(attempt, step, job, { ...theirs, data, accuracy: accuracies.teacher });
    }
  }
}

interface Evaluation {
  readonly jobStep: number;
  readonly moment: number;
  readonly model?: string;
  readonly data: string;
  readonly accuracy: number;
  readonly agreement: number;
}

function evaluate(attempt: Attempt, step: number, job: Job, evaluation: Evaluation): void {
  const { jobStep, moment, data, accuracy, agreement, model = job.updates[0]?.train ?? '' } = evaluation;
  row(
    attempt,
    'evaluation',
    { step, job, jobStep },
    {
      moment,
      model: Object.keys(examplePlan.models).indexOf(model),
      data: Object.keys(examplePlan.data).indexOf(data),
      accuracy,
      loss: 0.3,
      agreement,
    },
  );
}

interface Place {
  readonly step: number;
  readonly job: Job;
  readonly jobStep: number;
}

function row(
  attempt: Attempt,
  table: TableName,
  { step, job, jobStep }: Place,
  values: Readonly<Record<string, number>>,
): void {
  const all: Readonly<Record<string, number>> = {
    ...values,
    step,
    seed: job.seed,
    stage: job.stageIndex,
    variant: variantCode[job.variant],
    jobStep,
  };
  attempt.row(
    table,
    columns[table].map(({ name }) => all[name] ?? NaN),
  );
}
