import { expect, test } from 'vitest';
import { paintFor } from '../../server/cli/paint.ts';
import { formatProblem, tally } from '../../server/cli/problems.ts';
import type { Problem } from '../../server/protocol/problem.ts';

const plain = paintFor(false);

function problem(text: string, marked: string): Problem {
  const start = text.indexOf(marked);
  return {
    code: 'unknown-key',
    severity: 'error',
    message: `There is no key ${marked}.`,
    range: { start, end: start + marked.length },
  };
}

const shown = (text: string, marked: string): string[] =>
  formatProblem('a.yaml', text, problem(text, marked), plain).split('\n');

test('a problem is its place from 1, severity, code and message, then the line with a caret under each sign', () => {
  expect(shown('version: 1\nstages:\n  - name: teach\n    lenght: 3\n', 'lenght')).toEqual([
    'a.yaml:4:5 error unknown-key: There is no key lenght.',
    '      lenght: 3',
    '      ^^^^^^',
  ]);
});

test('carets stand right after tabs', () => {
  expect(shown('a:\tbad: 1', 'bad').slice(1)).toEqual(['  a:\tbad: 1', '    \t^^^']);
});

test('carets stand right after characters that are two columns wide', () => {
  expect(shown('name: 蒸馏 bad', 'bad').slice(1)).toEqual(['  name: 蒸馏 bad', '        \u3000\u3000 ^^^']);
});

test('lines may end as on Windows', () => {
  expect(shown('a: 1\r\nbad: 2\r\n', 'bad').slice(1)).toEqual(['  bad: 2', '  ^^^']);
});

test('a line too long for a terminal is cut around the place', () => {
  const [, line = '', carets = ''] = shown(`${'x'.repeat(5000)}bad${'y'.repeat(5000)}`, 'bad');
  expect(line.length).toBeLessThan(200);
  expect(line.slice(carets.indexOf('^'))).toMatch(/^bady/);
});

test('control characters of a recipe don’t reach the terminal', () => {
  expect(shown('a: \u001b[31m bad', '\u001b[31m bad').join('')).not.toContain('\u001b');
});

test('a range over several lines is marked on its first', () => {
  expect(shown('a: [1,\n 2]\n', '[1,\n 2]').slice(1)).toEqual(['  a: [1,', '     ^^^']);
});

test('the place of a problem is coloured on a terminal', () => {
  expect(formatProblem('a.yaml', 'bad: 1', problem('bad: 1', 'bad'), paintFor(true))).toContain(
    '\u001b[31merror',
  );
});

test('a tally counts by severity', () => {
  const one = problem('bad', 'bad');
  expect(tally([one, one, { ...one, severity: 'warning' }])).toBe('2 errors, 1 warning');
  expect(tally([])).toBe('no problems');
});
