import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** A registry that can't be reached is not waited for. */
const timeout = 120_000;

/** Unpacks packages of Debian into a folder; nothing is installed. Rejects where there is no apt, or no answer. */
export async function unpackDebian(names: readonly string[], folder: string): Promise<void> {
  const download = () => run('apt-get', ['download', '-q', ...names], { cwd: folder, timeout });
  await download().catch(async () => {
    await run('apt-get', ['update', '-q'], { timeout });
    return download();
  });
  for (const name of await readdir(folder))
    if (name.endsWith('.deb')) await run('dpkg', ['-x', join(folder, name), folder]);
}
