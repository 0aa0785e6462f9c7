import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import type { RunDirectory } from '../../server/runs/directory.ts';
import { temporaryFolder } from './workspace.ts';

/** A real process that records a run, with the lines that it prints. */
export interface Recorder {
  readonly process: ChildProcess;
  readonly lines: AsyncIterableIterator<string>;
  readonly ended: Promise<unknown>;
}

/** Bundles the recording program; returns how to start it. */
export async function recorderProgram(): Promise<(run: RunDirectory, steps?: number) => Recorder> {
  const program = join(temporaryFolder(), 'recorder.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'recorder-program.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return (run, steps = 0) => {
    const child = spawn(process.execPath, [program, run.path, String(steps)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await ended;
    });
    return { process: child, lines: createInterface(child.stdout)[Symbol.asyncIterator](), ended };
  };
}

/** The next line that a process prints; empty when it has ended. */
export async function nextLine({ lines }: Recorder): Promise<string> {
  const next: IteratorResult<string, unknown> = await lines.next();
  return next.done === true ? '' : next.value;
}
