import { plainFailure, RetortError } from '../../server/protocol/failure.ts';
import type { FromPanel, PanelMethod, ToPanel } from '../../server/protocol/panel.ts';
import type { Failure } from '../../server/protocol/problem.ts';
import type { Answers } from './answers.ts';

/** A page asks for a few dozen things at once; one that asks for more is stuck or worse. */
const mostAtOnce = 256;

/** What the ledger tells its host. */
export interface Hearing {
  readonly post: (message: ToPanel) => void;
  /** Failures of the panel's requests and bugs behind them, for the log. */
  readonly failed: (method: PanelMethod, error: unknown) => void;
  readonly tooMany: () => Failure;
  /** What to do about a bug. */
  readonly afterBug: () => string;
}

/** The open requests of one page: each is answered once, or cancelled. */
export class Requests {
  readonly #answers: Answers;
  readonly #hearing: Hearing;
  readonly #open = new Map<number, AbortController>();

  constructor(answers: Answers, hearing: Hearing) {
    this.#answers = answers;
    this.#hearing = hearing;
  }

  hear(message: FromPanel): void {
    if (message.type === 'cancel') {
      this.#open.get(message.id)?.abort();
      this.#open.delete(message.id);
      return;
    }
    const { post, tooMany } = this.#hearing;
    const { id } = message;
    if (this.#open.size >= mostAtOnce || this.#open.has(id))
      post({ type: 'failure', id, failure: tooMany() });
    else void this.#answer(message);
  }

  async #answer(message: Extract<FromPanel, { type: 'request' }>): Promise<void> {
    const { id, method } = message;
    const controller = new AbortController();
    this.#open.set(id, controller);
    let reply: ToPanel;
    try {
      reply = { type: 'result', id, result: await this.#work(message, controller.signal) };
    } catch (error) {
      if (!controller.signal.aborted) this.#hearing.failed(method, error);
      reply = { type: 'failure', id, failure: failureOf(error, this.#hearing.afterBug()) };
    }
    if (this.#open.get(id) !== controller) return;
    this.#open.delete(id);
    this.#hearing.post(reply);
  }

  #work({ method, params }: Extract<FromPanel, { type: 'request' }>, signal: AbortSignal): Promise<unknown> {
    // Method and parameters belong together: readMessage made them so.
    const answer = this.#answers[method] as (params: unknown, signal: AbortSignal) => Promise<unknown>;
    return answer(params, signal);
  }

  /** The page is gone, and so is whoever waits. */
  abandon(): void {
    for (const controller of this.#open.values()) controller.abort();
    this.#open.clear();
  }
}

/** An error as it may cross to the page: without stack or anything that a bug holds. @param next what to do about a bug */
export function failureOf(error: unknown, next: string): Failure {
  if (error instanceof RetortError) return plainFailure(error);
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'bug', message, next };
}
