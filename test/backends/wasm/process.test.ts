import { expect, test } from 'vitest';
import { findBackend } from '../../../server/backends/index.ts';

test('starting wasm leaves the process its own handling of uncaught errors', async () => {
  const before = [process.listeners('uncaughtException'), process.listeners('unhandledRejection')];
  await findBackend('wasm').start({ threads: 1 });
  expect([process.listeners('uncaughtException'), process.listeners('unhandledRejection')]).toEqual(before);
});
