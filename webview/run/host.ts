import type { FromPanel, PanelMethod, PanelRequests, ToPanel } from '../../server/protocol/panel.ts';
import type { Failure } from '../../server/protocol/problem.ts';

/** What the host answered instead of a result. */
export class HostFailure extends Error {
  override readonly name = 'HostFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** How messages get to the host and back. */
export interface Wire {
  readonly post: (message: FromPanel) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
}

type Told = Exclude<ToPanel, { readonly type: 'result' | 'failure' }>;

/** Requests with answers, over messages. */
export class Host {
  readonly #wire: Wire;
  readonly #open = new Map<
    number,
    { resolve: (result: unknown) => void; reject: (error: unknown) => void }
  >();
  #id = 0;

  constructor(wire: Wire, told: (message: Told) => void) {
    this.#wire = wire;
    wire.onMessage((message) => {
      if (!isToPanel(message)) return;
      if (message.type === 'result') this.#settle(message.id)?.resolve(message.result);
      else if (message.type === 'failure') this.#settle(message.id)?.reject(new HostFailure(message.failure));
      else told(message);
    });
  }

  /** Rejects with HostFailure, or with the signal's reason when it aborts: then the host is told to stop. */
  request<M extends PanelMethod>(
    method: M,
    params: PanelRequests[M][0],
    signal?: AbortSignal,
  ): Promise<PanelRequests[M][1]> {
    signal?.throwIfAborted();
    const id = ++this.#id;
    return new Promise<PanelRequests[M][1]>((resolve, reject) => {
      const abort = (): void => {
        this.#open.delete(id);
        this.#wire.post({ type: 'cancel', id });
        reject(new DOMException('No longer wanted.', 'AbortError'));
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#open.set(id, {
        // The host is of the same version: what it answers is what the contract says.
        resolve: (result) => {
          signal?.removeEventListener('abort', abort);
          resolve(result as PanelRequests[M][1]);
        },
        reject: (error) => {
          signal?.removeEventListener('abort', abort);
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      });
      this.#wire.post({ type: 'request', id, method, params } as FromPanel);
    });
  }

  #settle(id: number) {
    const waiting = this.#open.get(id);
    this.#open.delete(id);
    return waiting;
  }
}

const types = new Set(['result', 'failure', 'changed', 'connected']);

const isToPanel = (message: unknown): message is ToPanel =>
  typeof message === 'object' &&
  message !== null &&
  'type' in message &&
  typeof message.type === 'string' &&
  types.has(message.type);
