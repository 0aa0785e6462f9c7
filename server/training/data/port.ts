import { Worker } from 'node:worker_threads';
import type { Plan } from '../../distill/plan.ts';
import type { Batch, BatchStream, DataPort } from '../../distill/ports.ts';
import {
  received,
  type DataWarning,
  type LoaderData,
  type LoaderReply,
  type LoaderRequest,
  type Wanted,
} from './messages.ts';
import { readAhead } from './read-ahead.ts';

export interface DataOptions {
  /** The bundled loader thread, dist/loader.js. */
  readonly loader: URL;
  /** Cap of the decoded images that are kept. */
  readonly cacheBytes: number;
  /** Told once about each data set that is used with samples left out. */
  readonly warn?: (warning: DataWarning) => void;
}

export interface OpenData extends DataPort {
  /** Ends the loader thread; what is still asked for rejects. */
  close(): Promise<void>;
}

interface Pending {
  readonly resolve: (batch: Batch) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The data of a plan, read and decoded in a thread of their own. Batches come as moved memory, not copied, and the
 * next one is asked for together with the present one. Failures are those of the sources, with code, place and next
 * step; they come with the batch that needs the missing or corrupt data.
 */
export function openData(plan: Plan, { loader, cacheBytes, warn }: DataOptions): OpenData {
  const worker = new Worker(loader, { workerData: { plan, cacheBytes } satisfies LoaderData });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const pending = new Map<number, Pending>();
  let ended: Error | null = null;
  let last = 0;
  const send = (request: LoaderRequest): void => worker.postMessage(request);

  const settle = (id: number, how: (waiting: Pending) => void): void => {
    const waiting = pending.get(id);
    // An answer after closing: nobody waits for it, and closing itself must not be let go of.
    if (waiting === undefined) return;
    pending.delete(id);
    if (pending.size === 0) worker.unref();
    how(waiting);
  };
  const end = (error: Error): void => {
    ended ??= error;
    for (const id of [...pending.keys()]) settle(id, ({ reject }) => reject(error));
  };
  worker.on('message', (reply: LoaderReply) => {
    switch (reply.type) {
      case 'batch':
        settle(reply.id, ({ resolve }) => resolve(reply.batch));
        return;
      case 'failed':
        settle(reply.id, ({ reject }) => reject(received(reply.error)));
        return;
      case 'warning':
        warn?.(reply.warning);
    }
  });
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', (code) => end(new Error(`The loader thread ended (code ${code}).`)));
  // The thread keeps the process alive only while somebody waits for a batch.
  worker.unref();

  const ask = (wanted: Wanted): Promise<Batch> => {
    if (ended !== null) return Promise.reject(ended);
    const id = ++last;
    worker.ref();
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      send({ type: 'batch', id, wanted });
    });
  };

  return {
    training(stage, seed): BatchStream {
      const steps = plan.stages[stage]?.steps ?? 0;
      const batch = readAhead((step) => ask({ kind: 'training', stage, seed, step }), steps);
      return { batch, close: () => Promise.resolve() };
    },

    async *inOrder(data, batch, limit = Infinity) {
      const size = Math.min(plan.data[data]?.take ?? 0, limit);
      const count = Math.ceil(size / batch);
      const read = readAhead((number) => {
        const from = number * batch;
        return ask({ kind: 'in-order', data, from, count: Math.min(batch, size - from) });
      }, count);
      for (let number = 0; number < count; number++) {
        const next = await read(number);
        // A source that left corrupt samples out ends before the plan's count.
        if (next.ids.length === 0) return;
        yield next;
      }
    },

    async close() {
      end(new Error('The data were closed.'));
      send({ type: 'close' });
      worker.ref();
      await exited;
    },
  };
}
