import { expect, test } from 'vitest';
import { Changes } from '../../../server/training/server/changes.ts';

test('a client that can take no more is told of each run once, when it can again', async () => {
  let open = false;
  const told: (readonly string[])[] = [];
  await new Promise<void>((resolve) => {
    const changes = new Changes(1, (runs) => {
      if (open) {
        told.push(runs);
        resolve();
      }
      return open;
    });
    for (let count = 0; count < 100_000; count++) changes.add(`run ${count % 3}`);
    open = true;
  });
  expect(told).toEqual([['run 0', 'run 1', 'run 2']]);
});

test('what changes first is told at once, what follows together', async () => {
  const told: (readonly string[])[] = [];
  await new Promise<void>((resolve) => {
    const changes = new Changes(1, (runs) => {
      told.push(runs);
      if (told.length === 2) resolve();
      return true;
    });
    for (const run of ['a', 'b', 'c', 'b']) changes.add(run);
    expect(told).toEqual([['a']]);
  });
  expect(told[1]).toEqual(['b', 'c']);
});
