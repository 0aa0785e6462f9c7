import type { Failure } from './problem.ts';

/** The one error that is meant for people: code, what, where and what next. Anything else that is thrown is a bug. */
export class RetortError extends Error implements Failure {
  override readonly name = 'RetortError';
  readonly code: string;
  readonly next: string;
  readonly where?: string;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.code = failure.code;
    this.next = failure.next;
    if (failure.where !== undefined) this.where = failure.where;
  }
}

/** A failure's fields alone, to be written or sent: without the stack and whatever else an error holds. */
export const plainFailure = ({ code, message, where, next }: Failure): Failure =>
  where === undefined ? { code, message, next } : { code, message, where, next };
