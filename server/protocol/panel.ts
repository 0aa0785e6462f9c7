import type { Failure } from './problem.ts';
import type { Params, Result, RunSummary } from './training.ts';

/**
 * Messages between the editor and the run panel. **Contract.** The panel never names a run: the host adds the one that
 * the panel shows, and refuses every message that is not of this form.
 */

/** What the panel may ask; the host hands the first group on to the training server. */
export interface PanelRequests {
  describe: [null, Result<'describe'>];
  evaluations: [{ readonly from: number }, Result<'evaluations'>];
  read: [Omit<Params<'read'>, 'run'>, Result<'read'>];
  events: [null, Result<'events'>];
  disagreements: [null, Result<'disagreements'>];
  log: [{ readonly from: number | null }, Result<'log'>];
  report: [null, Result<'report'>];

  /** Does what the button says; the host asks for confirmation where something is lost. */
  act: [{ readonly action: PanelAction }, null];
  /** Asks where to and writes the file. Null when the person thought better of it. */
  save: [ChartFile, { readonly path: string } | null];
}

export type PanelAction =
  | 'stop'
  | 'resume'
  | 'open-recipe'
  | 'open-report'
  | 'show-log'
  | 'reveal-folder'
  /** Opens what is written about the code of the run's failure. */
  | 'explain';

export interface ChartFile {
  /** Proposed, without extension. */
  readonly name: string;
  readonly format: 'png' | 'svg' | 'csv';
  /** Text of svg and csv, bytes of png. */
  readonly content: string | ArrayBuffer;
}

export type PanelMethod = keyof PanelRequests;

/** Panel to host. */
export type FromPanel =
  | {
      readonly [M in PanelMethod]: {
        readonly type: 'request';
        readonly id: number;
        readonly method: M;
        readonly params: PanelRequests[M][0];
      };
    }[PanelMethod]
  /** Nobody waits for its answer any more. */
  | { readonly type: 'cancel'; readonly id: number };

/** Host to panel. */
export type ToPanel =
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly failure: Failure }
  /** There is more to read. `summary` is the run's newest. */
  | { readonly type: 'changed'; readonly summary: RunSummary }
  /** The training server is away (`false`) or back. */
  | { readonly type: 'connected'; readonly connected: boolean };

/** What the panel keeps through a reload of the window (`acquireVsCodeApi().setState`); small and never data. */
export interface PanelState {
  readonly run: string;
  readonly language: string;
  readonly view?: Readonly<Record<string, unknown>>;
}
