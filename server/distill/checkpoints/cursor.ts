/** Where a run stands. Data order, draws and schedules follow from it, so it is all the random state there is. */
export interface Cursor {
  /** Index into `jobs(plan)`. */
  readonly job: number;
  /** Optimizer steps done in this job. */
  readonly jobStep: number;
  /** Optimizer steps done in the whole run. */
  readonly step: number;
  /** Best value of the selection metric in this job so far. */
  readonly best: { readonly value: number; readonly step: number } | null;
  /** Evaluations since the metric last improved. */
  readonly sinceImproved: number;
  /** The job has stopped early or run its length; only its closing evaluation is left. */
  readonly ended: boolean;
}
