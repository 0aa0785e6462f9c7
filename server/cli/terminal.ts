import type { WriteStream } from 'node:tty';
import { harmless, paintFor, type Paint } from './paint.ts';

/** Where a command's words go. What was asked for goes to standard output, everything else to standard error. */
export interface Terminal {
  /** One JSON value (or a line each for `run`) instead of words. */
  readonly json: boolean;
  /** Somebody is watching standard error: bars may move. */
  readonly interactive: boolean;
  /** Colours for standard output and standard error. */
  readonly paint: { readonly out: Paint; readonly error: Paint };
  readonly errorStream: NodeJS.WriteStream;
  /** The answer: the value with --json, else the words. */
  answer(value: unknown, words: () => string): void;
  /** A line beside the answer; nothing with --json. */
  say(line: string): void;
}

/** A terminal on this process's streams. */
export function openTerminal(json: boolean): Terminal {
  const { stdout, stderr } = process;
  return {
    json,
    interactive: stderr.isTTY && !json,
    paint: { out: paintFor(colourful(stdout)), error: paintFor(colourful(stderr)) },
    errorStream: stderr,
    answer: (value, words) => void stdout.write(`${json ? JSON.stringify(value) : harmless(words())}\n`),
    say(line) {
      if (!json) stderr.write(`${harmless(line)}\n`);
    },
  };
}

/** A pipe has no colours; a terminal has, unless NO_COLOR or its kind says otherwise (Node looks at both). */
const colourful = (stream: WriteStream): boolean => stream.isTTY && stream.hasColors();
