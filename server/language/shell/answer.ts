import { setImmediate } from 'node:timers/promises';
import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver/node';

/**
 * Makes handlers of requests safe, in one place: what was cancelled meanwhile isn't begun, and what fails leaves its
 * trace in the log and the editor with nothing new.
 * @param ready what handlers need, once it is loaded
 */
export const answering =
  <C>(ready: Promise<C>, failed: (error: unknown) => void) =>
  <P, R>(nothing: R, work: (core: C, params: P, token: CancellationToken) => R | Promise<R>) =>
  async (params: P, token: CancellationToken): Promise<R | ResponseError> => {
    try {
      const core = await ready;
      // Messages that have come already are read first: one of them may cancel this one.
      await setImmediate();
      if (token.isCancellationRequested)
        return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
      return await work(core, params, token);
    } catch (error) {
      failed(error);
      return nothing;
    }
  };
