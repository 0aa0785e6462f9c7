import { spawn } from 'node:child_process';
import { RetortError } from '../../server/protocol/failure.ts';
import { languageVariable } from '../../server/text/language.ts';
import type { Text } from '../text/en.ts';

/** What a program wrote. */
export interface Output {
  readonly standard: string;
  readonly error: string;
}

export interface Scores {
  readonly accuracy: number;
  readonly loss: number;
  readonly samples: number;
}

/** More of a program's words are not kept. */
const longest = 1_000_000;

export interface Surroundings {
  readonly cwd: string;
  /** What it speaks: its failures are shown as it words them. */
  readonly language: string;
  readonly signal: AbortSignal;
}

/** Runs a program to its end. Rejects with RetortError `cancelled` when the signal aborts; the program ends then. */
export function readScores(
  node: string,
  words: readonly string[],
  { cwd, language, signal }: Surroundings,
): Promise<Output> {
  return new Promise((settle, reject) => {
    const program = spawn(node, words, {
      cwd,
      env: { ...process.env, [languageVariable]: language },
      signal,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { standard: '', error: '' };
    program.stdout.setEncoding('utf8').on('data', (text: string) => {
      output.standard = (output.standard + text).slice(-longest);
    });
    program.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.error = (output.error + text).slice(-longest);
    });
    program.on('error', (error) => reject(signal.aborted ? cancelled() : error));
    program.on('close', () => settle(output));
  });
}

/** Nobody is shown it. */
const cancelled = (): RetortError => new RetortError({ code: 'cancelled', message: '', next: '' });

/** The figures in what `retort evaluate --json` wrote. Throws the RetortError in it, or `evaluation-failed`. */
export function scoresFrom({ standard }: Output, text: Text['teachers']): Scores {
  const answer = parsed(standard);
  const { accuracy, loss, samples, error } = answer;
  if (typeof accuracy === 'number' && typeof loss === 'number' && typeof samples === 'number')
    return { accuracy, loss, samples };
  const { code, message, next } = isRecord(error) ? error : {};
  if (typeof code === 'string' && typeof message === 'string' && typeof next === 'string')
    throw new RetortError({ code, message, next });
  throw new RetortError({
    code: 'evaluation-failed',
    message: text.evaluationFailed,
    next: text.evaluationFailedNext,
  });
}

function parsed(standard: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(standard.trim().split('\n').at(-1) ?? '');
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
