import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { program } from '../program.ts';

export interface Spoken {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  readonly cwd: string;
  /** Beside those of the tests. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built terminal program as a process, with pipes for its streams. */
export const retort = (words: readonly string[], surroundings: Surroundings): Promise<Spoken> =>
  speak('retort', words, surroundings);

/** The same for any program that build.mjs names, or that lies somewhere else. */
export function speak(
  name: string | URL,
  words: readonly string[],
  { cwd, env = {} }: Surroundings,
): Promise<Spoken> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(name instanceof URL ? name : program(name)), ...words],
    {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...said }));
  });
}

/** The one JSON value that --json prints. */
export const answerOf = ({ stdout }: Spoken): unknown => JSON.parse(stdout);
