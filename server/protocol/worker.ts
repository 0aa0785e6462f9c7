import type { Failure } from './problem.ts';
import type { Progress, RunState } from './run.ts';

/** Parent to training worker, over the process's message channel. */
export interface WorkerRequest {
  readonly type: 'stop';
}

/** Training worker to parent. What was trained is in the run directory; these say only how far it is. */
export type WorkerNotice =
  /** The lock is held and the attempt's directory exists. */
  | { readonly type: 'started'; readonly run: string; readonly attempt: number }
  | {
      readonly type: 'progress';
      readonly progress: Progress;
      readonly loss: number | null;
      readonly stepMs: number | null;
    }
  /** A line for people: what was labelled, selected, skipped, warned about. */
  | { readonly type: 'message'; readonly text: string }
  /** The last message. */
  | {
      readonly type: 'ended';
      readonly state: Extract<RunState, 'stopped' | 'finished' | 'failed'>;
      readonly failure: Failure | null;
    };
