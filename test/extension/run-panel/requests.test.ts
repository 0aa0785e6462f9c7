import { expect, it } from 'vitest';
import type { Answers } from '../../../extension/run-panel/answers.ts';
import { failureOf, Requests } from '../../../extension/run-panel/requests.ts';
import { RetortError } from '../../../server/protocol/failure.ts';
import type { ToPanel } from '../../../server/protocol/panel.ts';

const tooMany = () => ({ code: 'too-many', message: '', next: '' });

/** The requests of a page whose evaluations are answered by hand. */
function page() {
  const posted: ToPanel[] = [];
  const failed: unknown[] = [];
  const signals: AbortSignal[] = [];
  const waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  const wait = (_: unknown, signal: AbortSignal) =>
    new Promise<never[]>((resolve, reject) => {
      signals.push(signal);
      waiting.push({ resolve: () => resolve([]), reject });
    });
  const never = () => Promise.reject(new Error('not asked here'));
  const answers: Answers = {
    describe: never,
    evaluations: wait,
    read: never,
    events: never,
    disagreements: never,
    log: never,
    report: never,
    act: never,
    save: never,
  };
  const requests = new Requests(answers, {
    post: (message) => posted.push(message),
    failed: (_, error) => failed.push(error),
    tooMany,
    afterBug: () => 'Read the log.',
  });
  const ask = (id: number) =>
    requests.hear({ type: 'request', id, method: 'evaluations', params: { from: 0 } });
  return { requests, ask, posted, failed, signals, waiting };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

it('answers a request once', async () => {
  const { ask, waiting, posted } = page();
  ask(1);
  waiting[0]?.resolve();
  await settled();
  expect(posted).toEqual([{ type: 'result', id: 1, result: [] }]);
});

it('answers with the failure, and keeps stacks to itself', async () => {
  const { ask, waiting, posted, failed } = page();
  ask(1);
  ask(2);
  waiting[0]?.reject(new RetortError({ code: 'no-such-run', message: 'Gone.', next: 'Look.' }));
  waiting[1]?.reject(new TypeError('oops'));
  await settled();
  expect(posted).toMatchObject([
    { type: 'failure', id: 1, failure: { code: 'no-such-run', message: 'Gone.', next: 'Look.' } },
    { type: 'failure', id: 2, failure: { code: 'bug', message: 'oops', next: 'Read the log.' } },
  ]);
  expect(JSON.stringify(posted)).not.toContain('.ts');
  expect(failed).toHaveLength(2);
});

it('stops work that nobody waits for any more, and says nothing of it', async () => {
  const { requests, ask, signals, waiting, posted, failed } = page();
  ask(1);
  requests.hear({ type: 'cancel', id: 1 });
  expect(signals[0]?.aborted).toBe(true);
  waiting[0]?.reject(new Error('aborted'));
  await settled();
  expect([posted, failed]).toEqual([[], []]);
});

it('stops everything when the page is gone', () => {
  const { requests, ask, signals } = page();
  ask(1);
  ask(2);
  requests.abandon();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
});

it('refuses a number that is in use, and more than any page asks for', () => {
  const { ask, posted } = page();
  ask(1);
  ask(1);
  expect(posted).toMatchObject([{ type: 'failure', id: 1 }]);
  for (let id = 2; id <= 300; id++) ask(id);
  expect(posted.length).toBeGreaterThan(40);
});

it('tells of a failure what people are told', () => {
  expect(failureOf(new RetortError({ code: 'a', message: 'b', next: 'c', where: 'd' }), '')).toEqual({
    code: 'a',
    message: 'b',
    next: 'c',
    where: 'd',
  });
});
