import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { configured } from '../../../extension/training/configured.ts';
import { kill, served } from '../../training/server/served.ts';

it('tells each server that it connects to the settings as they are by then', async () => {
  const { folder, client } = await served();
  let settings = { slots: 2, niceness: 3 };
  const connect = () =>
    configured(
      () => client(),
      () => settings,
    )(new AbortController().signal);
  /** As the server keeps them. */
  const kept = async (): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8'));
  const first = await connect();
  expect(await kept()).toEqual({ slots: 2, niceness: 3 });
  const over = new Promise<void>((resolve) => void first.onClosed(resolve));
  kill(first.server.pid);
  await over;
  settings = { slots: 4, niceness: 11 };
  const second = await connect();
  expect(second.server.pid).not.toBe(first.server.pid);
  expect(await kept()).toEqual({ slots: 4, niceness: 11 });
});

it('closes a connection whose server takes no settings', async () => {
  const { client } = await served();
  const opened = await client();
  const over = new Promise<void>((resolve) => void opened.onClosed(resolve));
  const connect = configured(
    () => Promise.resolve(opened),
    () => ({ slots: 0, niceness: 0 }),
  );
  await expect(connect(new AbortController().signal)).rejects.toMatchObject({ code: 'bad-request' });
  await over;
});
