import type { JobRange, RunDescription, StageDescription } from '../../server/protocol/training.ts';

/** The training that is looked at. */
export interface Shown {
  readonly description: RunDescription;
  readonly job: JobRange;
  readonly stage: StageDescription;
  /** Steps of the training so far. */
  readonly steps: number;
}

/** Names a training among a run's. */
export const jobKey = ({ seed, stage, variant }: JobRange): string => JSON.stringify([seed, stage, variant]);

/** The one that was chosen, or the one at work, or the last of a student. Null while none has begun. */
export function shownJob(description: RunDescription, chosen: string | null): Shown | null {
  const { jobs, stages, summary } = description;
  const job =
    jobs.find((each) => jobKey(each) === chosen) ??
    jobs.find(({ to }) => to === null) ??
    jobs.findLast(({ variant }) => variant === 'student');
  const stage = stages.find(({ name }) => name === job?.stage);
  if (job === undefined || stage === undefined) return null;
  return { description, job, stage, steps: Math.max(1, (job.to ?? summary.progress.step) - job.from + 1) };
}
