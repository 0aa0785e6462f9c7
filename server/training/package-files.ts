import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the package that this program was bundled into. */
function root(): string {
  let folder = fileURLToPath(new URL('.', import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** A file that ships with Retort, by its path in the package. */
export const packageFile = (path: string): string => join(root(), path);

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Retort's own package.json. */
export const manifest = (): Manifest =>
  JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as Manifest;

/** Versions of what decides a run's numbers; dependencies are pinned, so the manifest's are those installed. */
export function versions(): Readonly<Record<string, string>> {
  const { version, dependencies } = manifest();
  const computing = Object.entries(dependencies).filter(([name]) => name.startsWith('@tensorflow/'));
  return { retort: version, node: process.version.slice(1), ...Object.fromEntries(computing) };
}
