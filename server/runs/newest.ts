import { access, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RetortError } from '../protocol/failure.ts';
import { listRuns, type RunDirectory } from './directory.ts';
import { readPlan } from './state.ts';

/** Older runs of other recipes are not searched for one of this. */
const mostSearched = 100;

/** The newest run of a recipe among the runs of some folders; null where there is none that can be read. */
export async function newestRun(recipe: string, folders: readonly string[]): Promise<RunDirectory | null> {
  const path = await realpath(recipe).catch(() => recipe);
  const runs = (await Promise.all(folders.map(listRuns))).flat().sort((a, b) => (a.id < b.id ? 1 : -1));
  for (const run of runs.slice(0, mostSearched)) {
    try {
      if ((await readPlan(run)).recipe.path === path) return run;
    } catch (error) {
      if (!(error instanceof RetortError)) throw error;
    }
  }
  return null;
}

/** The nearest folder above a recipe that has runs, which is its workspace; the recipe's own folder where none has. */
export async function workspaceOf(recipe: string): Promise<string> {
  for (let folder = dirname(recipe); ; folder = dirname(folder)) {
    const found = await access(join(folder, '.retort', 'runs')).then(
      () => true,
      () => false,
    );
    if (found) return folder;
    if (folder === dirname(folder)) return dirname(recipe);
  }
}
