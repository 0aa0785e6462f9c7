import type { Socket } from 'node:net';
import { CancellationTokenSource, createMessageConnection, ResponseError } from 'vscode-jsonrpc/node';
import { RetortError } from '../../protocol/failure.ts';
import type { Failure } from '../../protocol/problem.ts';
import type { Changed, Client, Method, Params, Result } from '../../protocol/training.ts';
import type { TrainingClient } from './client.ts';
import { largestFrame } from './frames.ts';
import { FrameReader, FrameWriter } from './messages.ts';
import { say } from '../../text/say.ts';

const initializeMs = 5_000;

/** Speaks with a server over a socket on which both have proven themselves. Throws what the server answers. */
export async function openClient(socket: Socket, client: Client, log: string): Promise<TrainingClient> {
  const connection = createMessageConnection(
    new FrameReader(socket, largestFrame.answer),
    new FrameWriter(socket),
  );
  let closed = false;
  const changedListeners = new Set<(changed: Changed) => void>();
  const closedListeners = new Set<() => void>();
  const end = (): void => {
    if (closed) return;
    closed = true;
    socket.destroy();
    // Rejects what is still waited for.
    connection.dispose();
    for (const listener of closedListeners) listener();
    changedListeners.clear();
    closedListeners.clear();
  };
  connection.onClose(end);
  connection.onError(end);
  connection.onNotification('changed', (changed: Changed) => {
    for (const listener of changedListeners) listener(changed);
  });
  connection.listen();

  async function request<M extends Method>(
    method: M,
    params: Params<M>,
    signal?: AbortSignal,
  ): Promise<Result<M>> {
    if (signal?.aborted === true) throw cancelled(method);
    if (closed) throw gone(log);
    const source = new CancellationTokenSource();
    let abort: () => void = () => undefined;
    const aborted = new Promise<never>((_, reject) => {
      abort = () => {
        source.cancel();
        reject(cancelled(method));
      };
    });
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const answer = connection.sendRequest<Result<M>>(method, params, source.token);
      return await Promise.race([answer, aborted]);
    } catch (error) {
      throw failureOf(error, log);
    } finally {
      signal?.removeEventListener('abort', abort);
      source.dispose();
    }
  }

  try {
    const server = await request('initialize', client, AbortSignal.timeout(initializeMs));
    return {
      server,
      request,
      onChanged: (listener) => register(changedListeners, listener),
      onClosed: (listener) => register(closedListeners, listener),
      close: end,
    };
  } catch (error) {
    end();
    throw error;
  }
}

function register<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** What the server answered as it was thrown there; whatever else is the connection's end. */
function failureOf(error: unknown, log: string): unknown {
  if (error instanceof RetortError) return error;
  if (error instanceof ResponseError && isFailure(error.data)) return new RetortError(error.data);
  return gone(log, error);
}

const isFailure = (value: unknown): value is Failure =>
  typeof value === 'object' &&
  value !== null &&
  ['code', 'message', 'next'].every((key) => key in value && typeof Reflect.get(value, key) === 'string');

const cancelled = (method: Method): RetortError =>
  new RetortError({
    code: 'cancelled',
    message: say`The request ${method} was cancelled.`,
    next: say`Ask again if it was not meant.`,
  });

const gone = (log: string, cause?: unknown): RetortError =>
  new RetortError(
    {
      code: 'server-gone',
      message: say`The training server ended before it answered.`,
      where: log,
      next: say`Try again: it is started anew. Runs that trained have stopped with a checkpoint and can be resumed.`,
    },
    { cause },
  );
