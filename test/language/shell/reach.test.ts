import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { admitting } from '../../../server/language/shell/reach.ts';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'retort-reach-'));
  for (const folder of ['open', 'open-too', 'secret']) await mkdir(join(base, folder));
  await writeFile(join(base, 'secret/file'), '');
  await symlink(join(base, 'secret'), join(base, 'open/link'));
  await symlink(join(base, 'open'), join(base, 'door'));
});
afterAll(() => rm(base, { recursive: true }));

const refused = expect.objectContaining({ code: 'outside-workspace' }) as unknown;

test.each([['open'], ['open/new/file'], ['open/../open/file'], ['door/file']])(
  '%s is in the open folder',
  async (path) => {
    await expect(admitting([join(base, 'open')])(join(base, path))).resolves.toBeUndefined();
  },
);

test.each([
  ['secret/file'],
  ['secret/none'],
  ['open/../secret/file'],
  ['open/link/file'],
  ['open/link/none'],
  ['open-too'],
  ['.'],
])('%s is outside, whether it is there or not', async (path) => {
  await expect(admitting([join(base, 'open')])(join(base, path))).rejects.toEqual(refused);
});

test('a folder that is opened through a link is open', async () => {
  await expect(admitting([join(base, 'door')])(join(base, 'open/file'))).resolves.toBeUndefined();
});

test('without a folder nothing is read', async () => {
  await expect(admitting([])(join(base, 'open'))).rejects.toEqual(refused);
});
