import { rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RetortError } from '../../protocol/failure.ts';
import { makeFolder, replaceFile } from '../../runs/durable.ts';
import { say } from '../../text/say.ts';

/** Throws RetortError `file-exists`. */
export async function refuseExisting(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if ((await stat(path).catch(() => null)) === null) continue;
    throw new RetortError({
      code: 'file-exists',
      message: say`${path} is already there, and nothing is overwritten.`,
      where: path,
      next: say`Name another folder with --out, or move the file away.`,
    });
  }
}

/** Writes contents by path under a folder, all or none, and gives their full paths. */
export async function writeAll(
  folder: string,
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<readonly string[]> {
  const paths = Object.keys(files).map((name) => join(folder, name));
  await refuseExisting(paths);
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name);
      await makeFolder(dirname(path));
      await replaceFile(path, content);
    }
  } catch (error) {
    // A model without its weights is worse than none.
    for (const path of paths) await rm(path, { force: true }).catch(() => undefined);
    throw error;
  }
  return paths;
}
