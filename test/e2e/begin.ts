import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Spoken } from '../cli/retort.ts';
import { program } from '../program.ts';

/** The terminal program at work, in a process group of its own as a shell would give it. */
export interface Begun {
  /** Resolves when its standard error has had the text; rejects when it ends without. */
  readonly until: (text: string) => Promise<void>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** As the terminal signals: the whole group. */
  readonly signalGroup: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<Spoken>;
}

export function begin(words: readonly string[], cwd: string): Begun {
  const child = spawn(process.execPath, [fileURLToPath(program('retort')), ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const said = { stdout: '', stderr: '' };
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const go of woken) go();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
    wake();
  });
  const ended = new Promise<Spoken>((resolve) => {
    child.on('close', (code) => {
      resolve({ code, ...said });
      wake();
    });
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    async until(text) {
      while (!said.stderr.includes(text)) {
        if (child.exitCode !== null || child.signalCode !== null) {
          throw new Error(`It ended without saying "${text}": ${said.stderr}`);
        }
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    signal: (signal) => void child.kill(signal),
    signalGroup: (signal) => void process.kill(-(child.pid ?? 0), signal),
    ended,
  };
}
