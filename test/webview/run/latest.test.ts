import { describe, expect, test } from 'vitest';
import { Latest } from '../../../webview/run/latest.ts';

/** Work that waits to be finished from outside. */
function work() {
  const begun: {
    readonly finish: () => void;
    readonly fail: (why: Error) => void;
    readonly signal: AbortSignal;
  }[] = [];
  const failures: unknown[] = [];
  const latest = new Latest(
    (signal) =>
      new Promise<void>((finish, fail) => {
        begun.push({ finish, fail, signal });
      }),
    (error) => failures.push(error),
  );
  latest.active = true;
  return { latest, begun, failures };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('work of which only the newest matters', () => {
  test('is done one at a time, and once more for all that was wanted meanwhile', async () => {
    const { latest, begun } = work();
    for (let times = 0; times < 5; times++) latest.want();
    expect(begun).toHaveLength(1);
    begun[0]?.finish();
    await settled();
    expect(begun).toHaveLength(2);
    begun[1]?.finish();
    await settled();
    expect(begun).toHaveLength(2);
  });

  test('is given up for other work', () => {
    const { latest, begun } = work();
    latest.want();
    latest.restart();
    expect(begun.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  });

  test('is neither begun nor gone on with while nobody looks, and made up for afterwards', () => {
    const { latest, begun } = work();
    latest.want();
    latest.active = false;
    expect(begun[0]?.signal.aborted).toBe(true);
    latest.want();
    expect(begun).toHaveLength(1);
    latest.active = true;
    expect(begun).toHaveLength(2);
  });

  test('tells of failures, but not of those of work that was given up', async () => {
    const { latest, begun, failures } = work();
    latest.want();
    latest.restart();
    begun[0]?.fail(new Error('given up'));
    begun[1]?.fail(new Error('real'));
    await settled();
    expect(failures).toEqual([new Error('real')]);
  });
});
