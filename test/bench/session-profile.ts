import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { hostKernels } from '../../server/backends/onnx/hosts.ts';

/** What ONNX Runtime writes of a node's run or a session's, in microseconds. */
interface ProfiledEvent {
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly args?: { readonly op_name?: string };
}

export interface Watched {
  /** Milliseconds in optimizer updates so far. */
  readonly updatesMs: () => number;
  /** Milliseconds a step: of the last `steps`, the `kept` ones. */
  readonly end: (
    steps: number,
    kept: ReadonlySet<number>,
  ) => Promise<{ readonly byOperator: ReadonlyMap<string, number>; readonly sessionsMs: number }>;
  readonly release: () => void;
}

/** Has every session that is opened from now on write what it does to files in a folder, and clocks updates. */
export function watchSessions(folder: string): Watched {
  const create = Reflect.get(InferenceSession, 'create') as (
    model: Uint8Array,
    options: InferenceSession.SessionOptions,
  ) => Promise<InferenceSession>;
  const sessions: InferenceSession[] = [];
  const opened = async (model: Uint8Array, options: InferenceSession.SessionOptions) => {
    const profileFilePrefix = join(folder, String(sessions.length));
    const session = await create.call(InferenceSession, model, {
      ...options,
      enableProfiling: true,
      profileFilePrefix,
    });
    sessions.push(session);
    return session;
  };
  // A session is opened by a static method, so there is no other place to see them all.
  Object.assign(InferenceSession, { create: opened });
  let updatesMs = 0;
  const runs = hostKernels.map(({ run }) => run);
  hostKernels.forEach((kernel, at) =>
    Object.assign(kernel, {
      run(call: Parameters<typeof kernel.run>[0]) {
        const startedAt = performance.now();
        runs[at]?.(call);
        updatesMs += performance.now() - startedAt;
      },
    }),
  );
  return {
    updatesMs: () => updatesMs,
    async end(steps, kept) {
      for (const session of sessions) session.endProfiling();
      const byOperator = new Map<string, number>();
      let sessionsMs = 0;
      for (const file of await readdir(folder)) {
        const events = JSON.parse(await readFile(join(folder, file), 'utf8')) as ProfiledEvent[];
        // Every session runs once a step.
        const runs = events.filter(({ name }) => name === 'model_run').sort((a, b) => a.ts - b.ts);
        const chosen = runs.slice(-steps).filter((_, at) => kept.has(at));
        sessionsMs += chosen.reduce((sum, { dur }) => sum + dur, 0) / 1000 / kept.size;
        for (const { name, ts, dur, args } of events) {
          const counts = chosen.some((run) => ts >= run.ts && ts < run.ts + run.dur);
          if (!name.endsWith('_kernel_time') || !counts) continue;
          const operator = args?.op_name ?? '';
          byOperator.set(operator, (byOperator.get(operator) ?? 0) + dur / 1000 / kept.size);
        }
      }
      return { byOperator, sessionsMs };
    },
    release() {
      Object.assign(InferenceSession, { create });
      hostKernels.forEach((kernel, at) => Object.assign(kernel, { run: runs[at] }));
    },
  };
}
