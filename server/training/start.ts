import { fork } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { WorkerNotice, WorkerRequest } from '../protocol/worker.ts';
import { say } from '../text/say.ts';

/** A training worker seen from its parent. */
export interface StartedWorker {
  /** Ends with the notice `ended`, when the process has gone, also when it died. */
  readonly notices: AsyncIterable<WorkerNotice>;
  readonly pid: number;
  /** Asks it to stop at the next step, with a checkpoint. */
  stop(): void;
  /** Ends it at once; what is written stays, and the run can be resumed from its last checkpoint. */
  kill(): void;
}

export interface WorkerOptions {
  /** The bundled worker; beside the bundle that calls unless given. */
  readonly program?: URL;
  /** Take a run whose lock is of another machine. */
  readonly takeOver?: boolean;
  /** Train also where more memory is expected to be needed than there is. */
  readonly anyway?: boolean;
  /** Of the process: 0 (as this one) to 19 (only what is left over). */
  readonly niceness?: number;
}

/** What a dying process printed last: enough to say why. */
const keptOutput = 4096;

/** Starts the worker process of a run: its directory says all that it does. */
export function startWorker(run: string, options: WorkerOptions = {}): StartedWorker {
  const program = options.program ?? new URL('./worker.js', import.meta.url);
  const flags = [
    ...(options.takeOver === true ? ['--take-over'] : []),
    ...(options.anyway === true ? ['--anyway'] : []),
  ];
  const child = fork(fileURLToPath(program), [run, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A session of its own: Ctrl-C and a closed terminal reach the parent alone, which stops the worker in good order,
    // also while it is still loading. (On Windows a detached process would get a console window.)
    detached: process.platform !== 'win32',
  });
  lower(child.pid, options.niceness ?? 0);
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-keptOutput);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);

  const waiting: WorkerNotice[] = [];
  let last: WorkerNotice | null = null;
  let wake: () => void = () => undefined;
  const push = (notice: WorkerNotice): void => {
    waiting.push(notice);
    wake();
  };
  child.on('message', (message) => {
    const notice = message as WorkerNotice;
    if (notice.type === 'ended') last = notice;
    else push(notice);
  });
  // Its last words may be read after it has gone.
  let how = '';
  let ends = 2;
  const end = (): void => {
    ends -= 1;
    if (ends === 0) push(last ?? died(run, how, output));
  };
  child.on('exit', (code, signal) => {
    how = signal ?? `exit code ${code ?? '?'}`;
    end();
  });
  child.on('disconnect', end);
  child.on('error', (error) => {
    // It could not be started, and will not exit.
    if (child.pid === undefined) push(died(run, error.message, output));
  });

  async function* notices(): AsyncIterable<WorkerNotice> {
    for (;;) {
      const next = waiting.shift();
      if (next !== undefined) {
        yield next;
        if (next.type === 'ended') return;
        continue;
      }
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  return {
    notices: notices(),
    pid: child.pid ?? 0,
    stop: () => {
      if (child.connected) child.send({ type: 'stop' } satisfies WorkerRequest);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/**
 * Threads inherit it from the one that makes them. On a busy machine Node.js may have made some by now; on Linux each has
 * a priority of its own. A system that refuses trains at the usual priority.
 */
function lower(pid: number | undefined, niceness: number): void {
  if (pid === undefined || niceness <= 0) return;
  try {
    setPriority(pid, niceness);
    if (process.platform !== 'linux') return;
    for (const thread of readdirSync(`/proc/${pid}/task`)) setPriority(Number(thread), niceness);
  } catch {
    // It has ended already, or may not be changed.
  }
}

const died = (run: string, how: string, output: string): WorkerNotice => ({
  type: 'ended',
  state: 'failed',
  failure: {
    code: 'worker-died',
    message: say`The training process ended without a word (${how}).${output === '' ? '' : say` It printed last: ${output.trim()}`}`,
    where: run,
    next: say`Resume the run; it goes on from its last checkpoint.`,
  },
});
