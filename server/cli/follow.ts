import { plainFailure } from '../protocol/failure.ts';
import type { Failure } from '../protocol/problem.ts';
import type { WorkerNotice } from '../protocol/worker.ts';
import { progressView, type ProgressView } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { say } from '../text/say.ts';

/** A training worker, as training/start.ts gives it. */
export interface RunningWorker {
  readonly notices: AsyncIterable<WorkerNotice>;
  /** Asks for a checkpoint at the next step and an end. */
  stop(): void;
  /** Ends the process at once: the work since the last checkpoint is lost. */
  kill(): void;
}

/** How a run ended. `killed`: at once, by a second Ctrl-C. */
export type Ending =
  | { readonly state: 'finished' | 'stopped' | 'killed'; readonly failure: null }
  | {
      readonly state: 'failed';
      readonly failure: Failure;
      /** The worker had the run; else nothing of it was touched. */
      readonly began: boolean;
    };

/** Starts a worker and shows what it tells until it ends. Ctrl-C stops it at the next step, a second one at once. */
export async function follow(start: () => RunningWorker, path: string, terminal: Terminal): Promise<Ending> {
  const view = progressView(terminal);
  // Before the worker is there, so that no moment is left in which Ctrl-C would end this process alone.
  const interruption = interruptible(() => worker, view);
  const worker = start();
  let ended: Extract<WorkerNotice, { type: 'ended' }> | null = null;
  let began = false;
  try {
    for await (const notice of worker.notices) {
      if (terminal.json) terminal.answer(notice, () => '');
      began ||= notice.type === 'started';
      if (notice.type === 'progress') view.update(notice);
      if (notice.type === 'message') view.message(notice.text);
      if (notice.type === 'ended') ended = notice;
    }
  } finally {
    interruption.end();
    view.end();
  }
  if (interruption.killed()) return { state: 'killed', failure: null };
  // A signal to the whole group can meet the worker before it is a group of its own: then nothing has begun.
  if (interruption.asked() && !began) return { state: 'stopped', failure: null };
  if (ended === null) return { state: 'failed', failure: vanished(path), began };
  if (ended.state !== 'failed') return { state: ended.state, failure: null };
  return {
    state: 'failed',
    failure: ended.failure === null ? vanished(path) : plainFailure(ended.failure),
    began,
  };
}

const vanished = (path: string): Failure => ({
  code: 'worker-died',
  message: say`The training process ended without saying why.`,
  where: path,
  next: say`Its log is worker.log in the newest folder of attempts/ there; \`retort resume\` goes on from the last checkpoint.`,
});

function interruptible(worker: () => RunningWorker, view: ProgressView) {
  let [asked, killed] = [false, false];
  const stop = (): void => {
    if (asked) return;
    asked = true;
    view.message(say`Stopping with a checkpoint. Ctrl-C now ends it at once.`);
    worker().stop();
  };
  const interrupt = (): void => {
    if (!asked) {
      stop();
      return;
    }
    killed = true;
    worker().kill();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
  return {
    asked: () => asked,
    killed: () => killed,
    end() {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', stop);
      process.off('SIGHUP', stop);
    },
  };
}
