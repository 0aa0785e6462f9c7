import type { Failure } from './problem.ts';

/** `interrupted` is what readers call `running` with a dead lock; it is never written. */
export type RunState = 'queued' | 'running' | 'stopping' | 'stopped' | 'finished' | 'failed';

/** Proves which process writes into a run directory. Dead when the boot, the process or its start time differ. */
export interface Lock {
  readonly host: string;
  readonly bootId: string;
  readonly pid: number;
  /** Clock ticks or milliseconds since boot, whatever the system gives: compared only for equality. */
  readonly startTime: string;
}

/** `run.json`, replaced atomically. */
export interface RunFile {
  readonly version: 1;
  readonly id: string;
  readonly name: string;
  readonly state: RunState;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly attempt: number;
  readonly progress: Progress;
  readonly lock: Lock | null;
  readonly backend: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly failure: Failure | null;
}

export interface Progress {
  /** Optimizer steps over the whole run: all seeds, stages and baselines. */
  readonly step: number;
  readonly steps: number;
  /** What happens now, for people: `seed 1, distil, student`. */
  readonly activity: string;
}

/** `attempts/NNNN/attempt.json`: who writes this attempt and where it took over. Never rewritten. */
export interface AttemptFile {
  readonly attempt: number;
  readonly from: {
    readonly attempt: number;
    readonly step: number;
    /** What that attempt had written when it made the checkpoint; the rest of it is not part of the run's history. */
    readonly rows: RowCounts;
  } | null;
  readonly lock: Lock;
}

/** Rows of each table, and lines of `events.jsonl` and `disagreements.jsonl`, of one attempt. */
export type RowCounts = Readonly<Record<TableName | 'events' | 'disagreements', number>>;

/** Tables are rows of little-endian float64, one column each; NaN where a column does not apply. */
export type TableName = 'train' | 'diagnostics' | 'evaluation' | 'measured';

export interface Column {
  readonly name: string;
  readonly unit?: string;
  readonly description: string;
}

/** `tables.json`. The first column of every table is `step`, never decreasing. */
export type Tables = Readonly<Record<TableName, readonly Column[]>>;

/** A line of `events.jsonl`. A function of the plan: no clock, no machine. */
export type RunEvent =
  | {
      readonly type: 'job-started';
      readonly step: number;
      readonly seed: number;
      readonly stage: string;
      readonly variant: Variant;
    }
  | {
      readonly type: 'job-finished';
      readonly step: number;
      readonly seed: number;
      readonly stage: string;
      readonly variant: Variant;
    }
  | {
      readonly type: 'stage-skipped';
      readonly step: number;
      readonly seed: number;
      readonly stage: string;
      readonly reason: string;
    }
  | { readonly type: 'selected'; readonly step: number; readonly metric: string; readonly value: number }
  | {
      readonly type: 'stopped-early';
      readonly step: number;
      readonly metric: string;
      readonly evaluations: number;
    }
  | { readonly type: 'warning'; readonly step: number; readonly code: string; readonly message: string };

/** The distilled student, or the same training with every term that reads a teacher removed. */
export type Variant = 'student' | 'baseline';
