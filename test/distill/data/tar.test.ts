import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { tarIndex } from '../../../server/distill/data/tar.ts';
import { nodeFiles } from '../../../server/recipe/files.ts';
import { failureOf } from './failure.ts';
import { folderWith } from './folder.ts';
import { writeTar } from './images.ts';

const entries = {
  'set/': '',
  'set/a.txt': 'first',
  'set/empty.txt': '',
  [`set/${'long'.repeat(40)}.txt`]: 'a name beyond ustar’s hundred bytes',
  'set/large.bin': new Uint8Array(5 * 1024 * 1024).fill(7),
  'set/last.txt': 'after what is larger than the window',
};

async function archive(): Promise<string> {
  const path = `${await folderWith({})}/set.tar`;
  await writeTar(path, entries);
  return path;
}

describe('the index of a tar', () => {
  it('says where the bytes of every entry lie', async () => {
    const path = await archive();
    const bytes = await readFile(path);
    const index = await tarIndex(path, nodeFiles);
    expect(index.map(({ name, kind }) => [name, kind])).toEqual(
      Object.keys(entries).map((name) => [name, name.endsWith('/') ? 'folder' : 'file']),
    );
    for (const [i, content] of Object.values(entries).entries()) {
      const { offset = 0, length = 0 } = index[i] ?? {};
      expect(bytes.subarray(offset, offset + length).equals(Buffer.from(content))).toBe(true);
    }
  });

  it.each([
    ['in the middle of a file', -1_000_000],
    ['between two entries', -2048],
    ['inside a header', -2048 + 100],
  ])('is refused for an archive cut %s', async (_, end) => {
    const path = await archive();
    await writeFile(path, (await readFile(path)).subarray(0, end));
    const failure = await failureOf(tarIndex(path, nodeFiles));
    expect(failure.code).toBe('truncated-tar');
    expect(failure.where).toBe(path);
  });

  it.each([
    ['text', 'no archive at all, but long enough to hold a header. '.repeat(20)],
    ['nothing', ''],
    ['a gzip file', new Uint8Array(2048).fill(0x1f)],
  ])('is refused for %s', async (_, content) => {
    const folder = await folderWith({ 'x.tar': content });
    expect((await failureOf(tarIndex(`${folder}/x.tar`, nodeFiles))).code).toBe('not-a-tar');
  });

  it('is refused when a header is damaged', async () => {
    const path = await archive();
    const bytes = await readFile(path);
    bytes[512 + 3] = 0x58;
    await writeFile(path, bytes);
    expect((await failureOf(tarIndex(path, nodeFiles))).code).toBe('not-a-tar');
  });
});
