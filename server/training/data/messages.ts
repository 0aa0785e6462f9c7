import { plainFailure, RetortError } from '../../protocol/failure.ts';
import type { Failure } from '../../protocol/problem.ts';
import type { Plan } from '../../distill/plan.ts';
import type { Batch } from '../../distill/ports.ts';

/** What the loader thread is started with. */
export interface LoaderData {
  readonly plan: Plan;
  /** Cap of the decoded images. */
  readonly cacheBytes: number;
}

/** A batch that is asked for. */
export type Wanted =
  | { readonly kind: 'training'; readonly stage: number; readonly seed: number; readonly step: number }
  | { readonly kind: 'in-order'; readonly data: string; readonly from: number; readonly count: number };

/** Training thread to loader thread. */
export type LoaderRequest =
  | { readonly type: 'batch'; readonly id: number; readonly wanted: Wanted }
  /** Ends the thread as soon as nothing is being decoded. */
  | { readonly type: 'close' };

export interface DataWarning {
  readonly code: string;
  readonly message: string;
}

/** Loader thread to training thread; `id` is the request's. */
export type LoaderReply =
  | { readonly type: 'batch'; readonly id: number; readonly batch: Batch }
  | { readonly type: 'failed'; readonly id: number; readonly error: SentError }
  | { readonly type: 'warning'; readonly warning: DataWarning };

/** An error as data: copying between threads would keep of a RetortError no more than its message. */
export type SentError =
  | { readonly kind: 'failure'; readonly failure: Failure; readonly stack: string }
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string };

export function sendable(error: unknown): SentError {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  if (!(error instanceof RetortError)) {
    return { kind: 'bug', message: error instanceof Error ? error.message : String(error), stack };
  }
  return { kind: 'failure', failure: plainFailure(error), stack };
}

/** The error that was sent, with the stack of the thread it comes from. */
export function received(sent: SentError): Error {
  const error = sent.kind === 'failure' ? new RetortError(sent.failure) : new Error(sent.message);
  if (sent.stack !== '') error.stack = sent.stack;
  return error;
}
