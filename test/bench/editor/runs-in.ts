import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Run directories of a folder, the oldest first; also of a folder in it, where the sample is copied to. */
export async function runsIn(folder: string): Promise<readonly string[]> {
  const found = await Promise.all(
    ['.', ...(await readdir(folder))].map(async (name) => {
      const runs = join(folder, name, '.retort/runs');
      const names = await readdir(runs).catch((): string[] => []);
      return names.map((run) => join(runs, run));
    }),
  );
  return found.flat().sort();
}
