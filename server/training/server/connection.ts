import type { Socket } from 'node:net';
import { createMessageConnection, ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import { plainFailure, RetortError } from '../../protocol/failure.ts';
import type { Failure } from '../../protocol/problem.ts';
import type { Changed, Client, ServerInfo } from '../../protocol/training.ts';
import { largestFrame } from '../client/frames.ts';
import { FrameReader, FrameWriter } from '../client/messages.ts';
import { Changes } from './changes.ts';
import { traced, type Log } from './log.ts';
import { badRequest, object, text, whole } from './parameters.ts';
import type { Services } from './requests/context.ts';
import { answer, isMethod } from './requests/index.ts';
import { say } from '../../text/say.ts';

export interface ConnectionOptions {
  readonly log: Log;
  readonly services: Services;
  /** Whether the client may go on, by its version. Throws RetortError. */
  readonly admit: (client: Client) => ServerInfo;
}

/** A client that has proven itself. */
export interface Connection {
  changed(run: string): void;
  close(): void;
}

const changedMs = 50;
/** What a client may leave unread: beyond it is told nothing more, and then cut off. */
const unreadBytes = 1024 * 1024;
const mostUnreadBytes = 2 * largestFrame.answer;

/** Answers a client until its connection ends, which calls `closed`. */
export function openConnection(
  socket: Socket,
  { log, services, admit }: ConnectionOptions,
  closed: () => void,
): Connection {
  const rpc = createMessageConnection(new FrameReader(socket, largestFrame.request), new FrameWriter(socket));
  let client: Client | null = null;
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    changes.close();
    socket.destroy();
    rpc.dispose();
    closed();
  };
  const changes = new Changes(changedMs, (runs) => {
    if (client === null || socket.writableLength > unreadBytes) return false;
    rpc.sendNotification('changed', { runs } satisfies Changed).catch(() => undefined);
    return true;
  });

  async function respond(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    if (method === 'initialize') {
      const asking = clientOf(params, 'initialize');
      const info = admit(asking);
      client = asking;
      return info;
    }
    if (client === null) throw badRequest(say`${method} came before initialize.`);
    if (!isMethod(method)) throw badRequest(say`There is no request ${method}.`);
    if (socket.writableLength > mostUnreadBytes) end();
    return answer(method, params, { ...services, signal });
  }

  rpc.onRequest(async (method, params: unknown, token) => {
    const cancelling = new AbortController();
    token.onCancellationRequested(() => cancelling.abort());
    try {
      return await respond(method, params, cancelling.signal);
    } catch (error) {
      if (cancelling.signal.aborted)
        return new ResponseError(ErrorCodes.InternalError, 'cancelled', cancelled());
      const failure = failureOf(error, log);
      return new ResponseError(ErrorCodes.InternalError, failure.message, failure);
    }
  });
  rpc.onError(([error]) => {
    log(`a connection is closed: ${error.message}`);
    end();
  });
  rpc.onClose(end);
  rpc.listen();
  return { changed: (run) => changes.add(run), close: end };
}

const clientOf = object({ protocol: whole(0, 1e9), version: text(100), name: text(100) }, {});

const cancelled = (): Failure => ({
  code: 'cancelled',
  message: say`The request was cancelled.`,
  next: say`Ask again if it was not meant.`,
});

/** What a client is told. A bug leaves its stack in the log. */
function failureOf(error: unknown, log: Log): Failure {
  if (error instanceof RetortError) return plainFailure(error);
  log(traced(error));
  return {
    code: 'internal-error',
    message: error instanceof Error ? error.message : String(error),
    next: say`This is a bug in Retort: please report it with server.log.`,
  };
}
