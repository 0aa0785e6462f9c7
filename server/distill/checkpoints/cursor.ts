/**
 * Where a run stands. Data order, draws and schedules follow from it, so it is all the random state there is.
 * Everything recorded so far carries a step up to `step`, everything still to come a greater one: so histories splice.
 */
export interface Cursor {
  /** Index into `jobs(plan)`. */
  readonly job: number;
  /** Optimizer steps done in this job. */
  readonly jobStep: number;
  /** Optimizer steps done in the whole run. */
  readonly step: number;
  /** Best value of the selection metric in this job so far, and the run's step it was measured at. */
  readonly best: { readonly value: number; readonly step: number } | null;
  /** Evaluations since the metric last improved. */
  readonly sinceImproved: number;
}
