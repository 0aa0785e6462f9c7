import { describe, expect, test } from 'vitest';
import type { FromPanel, ToPanel } from '../../../server/protocol/panel.ts';
import { Host } from '../../../webview/run/host.ts';

function wired() {
  const posted: FromPanel[] = [];
  const told: ToPanel[] = [];
  let listener: (message: unknown) => void = () => undefined;
  const host = new Host(
    { post: (message) => void posted.push(message), onMessage: (given) => void (listener = given) },
    (message) => told.push(message),
  );
  return { host, posted, told, say: (message: unknown) => listener(message) };
}

describe('requests of the panel', () => {
  test('are answered by their ids, in any order', async () => {
    const { host, say } = wired();
    const [first, second] = [host.request('events', null), host.request('log', { from: null })];
    say({ type: 'result', id: 2, result: { text: 'x', from: 0, to: 1 } });
    say({ type: 'result', id: 1, result: [] });
    expect(await first).toEqual([]);
    expect(await second).toEqual({ text: 'x', from: 0, to: 1 });
  });

  test('fail with what the host says', async () => {
    const { host, say } = wired();
    const failure = { code: 'gone', message: 'The run is gone.', next: 'Close this.' };
    const asked = host.request('events', null);
    say({ type: 'failure', id: 1, failure });
    await expect(asked).rejects.toMatchObject({ failure });
  });

  test('are cancelled when nobody waits any more, and a late answer is passed over', async () => {
    const { host, posted, say } = wired();
    const own = new AbortController();
    const asked = host.request('events', null, own.signal);
    own.abort();
    await expect(asked).rejects.toThrow('No longer wanted');
    expect(posted.at(-1)).toEqual({ type: 'cancel', id: 1 });
    say({ type: 'result', id: 1, result: [] });
  });

  test('pass over messages that are none of the host’s', () => {
    const { told, say } = wired();
    for (const message of [null, 5, 'changed', {}, { type: 'unknown' }, { type: 7 }]) say(message);
    expect(told).toEqual([]);
    say({ type: 'connected', connected: false });
    expect(told).toHaveLength(1);
  });
});
