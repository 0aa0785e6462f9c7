import { dirname, isAbsolute, join, normalize } from 'node:path';

/** The folder that keeps a run. */
export const workspaceOf = (run: string): string => dirname(dirname(dirname(run)));

/** Whether a path is that of a run directory of one of the folders: `<folder>/.retort/runs/<id>`, and nothing else. */
export function isRunOf(folders: readonly string[], path: string): boolean {
  if (!isAbsolute(path) || normalize(path) !== path || path.includes('\0')) return false;
  return folders.some((folder) => dirname(path) === join(folder, '.retort', 'runs'));
}
