import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Request, Steps } from './protocol.ts';

/** A process that trains one workload. Ends with its standard input, so also when the coordinator is killed. */
export interface Engine {
  readonly setUp: (request: Omit<Extract<Request, { request: 'setup' }>, 'request'>) => Promise<void>;
  /** Runs steps; throws what the process said last when it ends instead. */
  readonly steps: (count: number) => Promise<Steps>;
  /** Most memory that it ever held, in bytes; null where the system doesn't tell. */
  readonly peakBytes: () => Promise<number | null>;
  readonly quit: () => Promise<void>;
}

/** Characters of standard error that are kept for the message of a failure. */
const kept = 2000;

/** Starts an engine: a program that answers the requests of ./protocol.ts. */
export function startEngine(program: string, args: readonly string[]): Engine {
  const child = spawn(program, args, { stdio: 'pipe' });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-kept)));
  // A write to a process that has ended fails; its end is reported below.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) =>
      resolve(`It ended with ${signal ?? code ?? 'no code'}. ${said.trim()}`),
    );
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request: Request): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await lines.next();
    if (line.done === true) throw new Error(await ended);
    const answer: unknown = JSON.parse(line.value);
    return answer;
  };
  return {
    async setUp(request) {
      await ask({ request: 'setup', ...request });
    },
    steps: async (count) => asSteps(await ask({ request: 'steps', steps: count })),
    peakBytes: () => peakBytes(child.pid),
    async quit() {
      child.stdin.end(`${JSON.stringify({ request: 'quit' } satisfies Request)}\n`);
      await ended;
    },
  };
}

function asSteps(answer: unknown): Steps {
  const { losses, ms, processorMs, kernelMs } = answer as Partial<Steps>;
  if (losses === undefined || ms === undefined || processorMs === undefined)
    throw new Error(`No steps in ${JSON.stringify(answer)}.`);
  return { losses, ms, processorMs, ...(kernelMs === undefined ? {} : { kernelMs }) };
}

/** `VmHWM` counts this program alone; what getrusage reports is never below what the parent held when it forked. */
async function peakBytes(pid: number | undefined): Promise<number | null> {
  const status = await readFile(`/proc/${pid ?? 'self'}/status`, 'utf8').catch(() => '');
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? null : 1024 * Number(kibibytes);
}
