import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cached, type Cached } from '../editor/cached.ts';

/** A thing of one file, whole while the file says so, and how often it was made. */
async function thing(): Promise<{
  readonly all: Cached;
  readonly file: string;
  readonly made: () => number;
}> {
  const base = await mkdtemp(join(tmpdir(), 'retort-cached-'));
  onTestFinished(() => rm(base, { recursive: true }));
  const folder = join(base, 'thing');
  const file = join(folder, 'file');
  let made = 0;
  const all: Cached = {
    folder,
    version: 'first',
    async make(into) {
      made++;
      await writeFile(join(into, 'file'), 'whole');
    },
    async prove(within) {
      if ((await readFile(join(within, 'file'), 'utf8')) !== 'whole') throw new Error('It is broken.');
    },
  };
  return { all, file, made: () => made };
}

describe('something large that is kept', () => {
  it('is made once', async () => {
    const { all, made } = await thing();
    await cached(all);
    await cached(all);
    expect(made()).toBe(1);
  });

  it('is made once for two who want it at once', async () => {
    const { all, made } = await thing();
    await Promise.all([cached(all), cached(all)]);
    expect(made()).toBe(1);
  });

  it('is made again when it was spoilt', async () => {
    const { all, file, made } = await thing();
    await cached(all);
    await writeFile(file, 'half');
    await cached(all);
    expect(made()).toBe(2);
    expect(await readFile(file, 'utf8')).toBe('whole');
  });

  it('is made again from something else', async () => {
    const { all, made } = await thing();
    await cached(all);
    await cached({ ...all, version: 'second' });
    expect(made()).toBe(2);
  });

  it('is not taken for whole where its making failed, and nobody has to wait for it', async () => {
    const { all, made } = await thing();
    const half: Cached['make'] = async (into) => {
      await writeFile(join(into, 'file'), 'whole');
      throw new Error('No space is left.');
    };
    await expect(cached({ ...all, make: half })).rejects.toThrow('No space is left.');
    await cached(all);
    expect(made()).toBe(1);
  });

  it('is refused where what was just made is broken', async () => {
    const { all } = await thing();
    const broken: Cached['make'] = (into) => writeFile(join(into, 'file'), 'half');
    await expect(cached({ ...all, make: broken })).rejects.toThrow('It is broken.');
  });

  it('is made by the next where a process ended in the middle of it', async () => {
    const { all, made } = await thing();
    // Above what Linux gives.
    await writeFile(`${all.folder}.lock`, String(2 ** 30));
    await cached(all);
    expect(made()).toBe(1);
  });
});
