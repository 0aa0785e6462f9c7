import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attemptFolder, listAttempts } from '../../server/runs/attempts.ts';
import { runAt } from '../../server/runs/directory.ts';

const files = ['train.tbl', 'measured.tbl', 'evaluation.tbl', 'diagnostics.tbl', 'events.jsonl'];

/** What a run's attempts have written, by path. */
export async function tables(run: string): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const attempt of await listAttempts(runAt(run)))
    for (const name of files) {
      const path = join(attemptFolder(runAt(run), attempt), name);
      const bytes = await readFile(path).catch(() => null);
      if (bytes !== null) found.set(path, bytes);
    }
  return found;
}

/** Throws where a file no longer begins with what it held. */
export async function refuseLoss(written: ReadonlyMap<string, Buffer>): Promise<void> {
  for (const [path, bytes] of written) {
    const now = await readFile(path);
    if (!now.subarray(0, bytes.length).equals(bytes)) throw new Error(`${path} lost what was written.`);
  }
}
