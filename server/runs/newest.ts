import { access, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RetortError } from '../protocol/failure.ts';
import { listRuns, type RunDirectory } from './directory.ts';
import { readPlan } from './state.ts';

/** Older runs of other recipes are not searched for one of this. */
const mostSearched = 100;
/** Recipes of runs that were searched before: they never change. */
const known = new Map<string, string>();
const mostKnown = 10_000;

/** The newest run of a recipe among the runs of some folders; null where there is none that can be read. */
export async function newestRun(recipe: string, folders: readonly string[]): Promise<RunDirectory | null> {
  const path = await realpath(recipe).catch(() => recipe);
  const runs = (await Promise.all(folders.map(listRuns))).flat().sort((a, b) => (a.id < b.id ? 1 : -1));
  for (const run of runs.slice(0, mostSearched)) {
    try {
      if ((await recipeOf(run)) === path) return run;
    } catch (error) {
      if (!(error instanceof RetortError)) throw error;
    }
  }
  return null;
}

async function recipeOf(run: RunDirectory): Promise<string> {
  const before = known.get(run.path);
  if (before !== undefined) return before;
  const { path } = (await readPlan(run)).recipe;
  if (known.size >= mostKnown) known.clear();
  known.set(run.path, path);
  return path;
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
