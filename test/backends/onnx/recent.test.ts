import { describe, expect, test } from 'vitest';
import { Recent } from '../../../server/backends/onnx/recent.ts';

/** A promise that is kept by hand. */
function promised() {
  const hands: { resolve?: (value: string) => void; reject?: (error: Error) => void } = {};
  const promise = new Promise<string>((resolve, reject) => Object.assign(hands, { resolve, reject }));
  return {
    promise,
    resolve: (value: string) => hands.resolve?.(value),
    reject: (error: Error) => hands.reject?.(error),
  };
}

/** Values are their keys; `log` tells what was made, used and released. */
function cache(limit: number) {
  const log: string[] = [];
  const recent = new Recent<string>(limit, (value) => log.push(`-${value}`));
  const make = (value: string) => () => {
    log.push(`+${value}`);
    return Promise.resolve(value);
  };
  const use = (key: string) =>
    recent.use(key, make(key), (value) => {
      log.push(value);
      return Promise.resolve(value);
    });
  return { log, recent, make, use };
}

/** All promises that are settled have been followed. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('values that are kept while they are recent', () => {
  test('are made once, and the least recently used goes', async () => {
    const { log, use } = cache(2);
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) expect(await use(key)).toBe(key);
    await settled();
    expect(log).toEqual(['+a', 'a', '+b', 'b', 'a', '+c', 'c', '-b', 'a', '+b', 'b', '-c']);
  });

  test('are released after the uses under way, when they must go', async () => {
    const { log, recent, make, use } = cache(1);
    const working = promised();
    const first = recent.use('a', make('a'), () => working.promise);
    const second = use('a');
    await use('b');
    recent.remove(() => true);
    await settled();
    expect(log).toEqual(['+a', '+b', 'b', '-b']);
    working.resolve('done');
    expect([await first, await second]).toEqual(['done', 'a']);
    await settled();
    expect(log).toEqual(['+a', '+b', 'b', '-b', 'a', '-a']);
  });

  test('are made anew after they went, though the old one is still in use', async () => {
    const { log, recent, make, use } = cache(1);
    const working = promised();
    const first = recent.use('a', make('a'), () => working.promise);
    recent.remove(() => true);
    expect(await use('a')).toBe('a');
    working.resolve('');
    await first;
    await settled();
    expect(log).toEqual(['+a', '+a', 'a', '-a']);
  });

  test('are used one at a time, in the order of the calls, also after a use that failed', async () => {
    const { log, recent, make, use } = cache(1);
    const working = promised();
    const first = recent.use('a', make('a'), () => working.promise);
    const second = use('a');
    await settled();
    expect(log).toEqual(['+a']);
    working.reject(new Error('out of bounds'));
    await expect(first).rejects.toThrow('out of bounds');
    expect(await second).toBe('a');
    expect(log).toEqual(['+a', 'a']);
  });

  test('are forgotten where they could not be made, and only those', async () => {
    const { log, recent, use } = cache(2);
    const failing = promised();
    const both = [1, 2].map(() =>
      recent.use(
        'a',
        () => failing.promise,
        () => Promise.resolve(''),
      ),
    );
    recent.remove((key) => key === 'a');
    await use('a');
    failing.reject(new Error('refused'));
    for (const each of both) await expect(each).rejects.toThrow('refused');
    await use('a');
    await settled();
    expect(log).toEqual(['+a', 'a', 'a']);
  });
});
