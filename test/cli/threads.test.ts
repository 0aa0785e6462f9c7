import { expect, test } from 'vitest';
import { automatic } from '../../server/backends/index.ts';
import { expectRefused } from '../e2e/refusal.ts';
import { workspace } from '../e2e/workspace.ts';
import { answerOf } from './retort.ts';

const { name, threads } = automatic();
const { most, usual } = threads();
const planned = ['plan', 'small.distill.yaml', '--json'];

test.each([
  ['as many threads as are asked for', ['--threads', `${Math.min(2, most)}`], Math.min(2, most)],
  ['every thread that there is, where all are asked for', ['--threads', `${most}`], most],
  ['the usual number where nobody asks', [], usual],
])('a plan has %s', async (_, words, expected) => {
  const { say } = await workspace();
  expect(answerOf(await say(...planned, ...words))).toMatchObject({
    plan: { backend: { name, threads: expected } },
  });
});

test.each(['plan', 'run'])('%s with one thread too many is refused, and makes nothing', async (command) => {
  const { say, files } = await workspace();
  const before = await files();
  expectRefused(await say(command, 'small.distill.yaml', '--threads', `${most + 1}`), {
    exit: 6,
    code: 'too-many-threads',
    where: `${most + 1} threads were asked for`,
    next: 'Give fewer threads',
  });
  expect(await files()).toEqual(before);
});
