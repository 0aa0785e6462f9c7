import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findNode } from '../../../server/training/client/find-node.ts';

/** A program that answers whatever it is asked. */
async function saying(words: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'retort-node-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'a node');
  await writeFile(path, `#!/bin/sh\nprintf '%s' '${words}'\n`, { mode: 0o755 });
  return path;
}

test('this Node.js trains, and the one on the PATH where this is Electron', async () => {
  expect(await findNode({ setting: undefined, electron: false })).toBe(process.execPath);
  expect(await findNode({ setting: '', electron: true })).not.toBe('');
});

test('one that is set is taken before any other', async () => {
  expect(await findNode({ setting: process.execPath, electron: true })).toBe(process.execPath);
});

describe.skipIf(process.platform === 'win32')('one that is set is refused when it', () => {
  test.each([
    ['is too old', '["/node","18.20.1",false]', 'is version 18.20.1'],
    ['is Electron', '["/code","22.0.0",true]', 'is an Electron program'],
    ['is another program', 'hello', 'is not Node.js'],
  ])('%s', async (_, words, why) => {
    await expect(findNode({ setting: await saying(words), electron: false })).rejects.toMatchObject({
      code: 'no-node',
      message: expect.stringContaining(why) as string,
    });
  });

  test('is not there', async () => {
    await expect(findNode({ setting: '/no/such/node', electron: false })).rejects.toMatchObject({
      code: 'no-node',
      message: expect.stringContaining('is not there') as string,
    });
  });
});
