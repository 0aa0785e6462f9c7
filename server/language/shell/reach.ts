import { realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { RetortError } from '../../protocol/failure.ts';
import { say } from '../../text/say.ts';

/**
 * Lets those paths pass that really lie in one of some folders, links followed, whether they exist or not. Rejects for
 * all others with RetortError `outside-workspace`, and equally: what lies outside is not told apart.
 */
export function admitting(folders: readonly string[]): (path: string) => Promise<void> {
  const real = Promise.all(folders.map(realPlace));
  return async (path) => {
    const place = await realPlace(path);
    if ((await real).some((folder) => liesIn(place, folder))) return;
    throw new RetortError({
      code: 'outside-workspace',
      message: say`${path} is outside the open folders, so it is not read while a recipe is written.`,
      where: path,
      next: say`Checking in a terminal (\`retort check\`) and running read it; to have it read here too, open its folder or add it to the setting retort.modelFolders.`,
    });
  };
}

const liesIn = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** Where a path leads, as far as it exists. */
async function realPlace(path: string): Promise<string> {
  for (let there = path; ; there = dirname(there)) {
    const real = await realpath(there).catch(() => null);
    if (real !== null) return join(real, relative(there, path));
    if (dirname(there) === there) return path;
  }
}
