import { readFileSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reportFailure } from '../../server/cli/failures.ts';
import { paintFor } from '../../server/cli/paint.ts';
import type { Terminal } from '../../server/cli/terminal.ts';
import { RetortError } from '../../server/protocol/failure.ts';

/** A terminal that keeps what it is told. */
function paper(json: boolean) {
  const lines: string[] = [];
  const plain = paintFor(false);
  const terminal: Terminal = {
    json,
    interactive: false,
    paint: { out: plain, error: plain },
    errorStream: process.stderr,
    answer: (value, words) => void lines.push(json ? JSON.stringify(value) : words()),
    say: (line) => void lines.push(line),
  };
  return { lines, terminal };
}

const missing = {
  code: 'missing-file',
  message: 'There is nothing.',
  where: '/data/x',
  next: 'Check the path.',
};

test('a failure is code, message, place and what to do next', () => {
  const { lines, terminal } = paper(false);
  expect(reportFailure(new RetortError(missing), terminal)).toBe('refused');
  expect(lines).toEqual(['error missing-file: There is nothing.\n  at /data/x\n  Check the path.']);
});

test('a failure is one JSON value with --json', () => {
  const { lines, terminal } = paper(true);
  reportFailure(new RetortError(missing), terminal);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([{ error: missing }]);
});

test('a run that another process holds has an exit code of its own', () => {
  const { terminal } = paper(false);
  expect(reportFailure(new RetortError({ ...missing, code: 'run-locked' }), terminal)).toBe('locked');
});

test('a bug is a line without its stack, which is in the log file that it names', () => {
  const { lines, terminal } = paper(true);
  expect(reportFailure(new TypeError('x is not a function'), terminal)).toBe('bug');
  const { error } = JSON.parse(lines[0] ?? '') as { error: { message: string; where: string } };
  expect(error.message).toBe('TypeError: x is not a function');
  expect(readFileSync(error.where, 'utf8')).toContain('failures.test.ts');
  rmSync(error.where);
});

test('what a failure quotes can’t steer the terminal', () => {
  const { lines, terminal } = paper(false);
  reportFailure(new RetortError({ ...missing, message: 'There is no \u001b[2J.' }), terminal);
  expect(lines.join('')).not.toContain('\u001b');
});
