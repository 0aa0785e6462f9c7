import type { Changed, Method, Params, Result, ServerInfo } from '../../protocol/training.ts';

/** A connection to the training server. */
export interface TrainingClient {
  readonly server: ServerInfo;
  /**
   * Asks the server. Rejects with the RetortError that the server answered, with `cancelled` when the signal aborts,
   * with `server-gone` when the connection ends first.
   */
  request<M extends Method>(method: M, params: Params<M>, signal?: AbortSignal): Promise<Result<M>>;
  /** Calls back until the function that it returns is called. */
  onChanged(listener: (changed: Changed) => void): () => void;
  /** Once, when the connection has ended, whoever ended it. */
  onClosed(listener: () => void): () => void;
  close(): void;
}

export interface ConnectOptions {
  /** Of this package; see `Client`. */
  readonly version: string;
  readonly name: string;
  /** The bundled server, `dist/server.js`. */
  readonly program: string;
  /** A Node.js of version 20.9 or later that isn't the editor's: training/client/find-node.ts finds one. */
  readonly node: string;
  /** Where the server keeps its address, secret, queue, slots and log. Default: the user's private run-time folder. */
  readonly folder?: string;
  /** Milliseconds until connecting is given up. Default: 20,000. */
  readonly limitMs?: number;
  /** A server that this connection starts ends after so long without clients and runs. Default: 10,000. */
  readonly idleMs?: number;
  /** What a server that this connection starts speaks, as an editor names it: `zh-cn`. Default: this process's. */
  readonly language?: string;
  readonly signal?: AbortSignal;
}
