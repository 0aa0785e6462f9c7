import { realpath } from 'node:fs/promises';
import { RetortError } from '../protocol/failure.ts';
import type { LastResult } from '../language/ports.ts';
import { listRuns, type RunDirectory } from '../runs/directory.ts';
import { Overviews, type Overview } from '../runs/overview.ts';
import { say, translated } from '../text/say.ts';

/** Older runs of other recipes are not searched for one of this. */
const mostSearched = 100;

const overviews = new Overviews();

/** What the newest run of a recipe in some folders came to: `finished: accuracy 0.953, teacher 0.981`; null for none. */
export async function lastResult(recipe: string, folders: readonly string[]): Promise<LastResult | null> {
  const path = await realpath(recipe).catch(() => recipe);
  const runs = (await Promise.all(folders.map(listRuns))).flat().sort((a, b) => (a.id < b.id ? 1 : -1));
  for (const run of runs.slice(0, mostSearched)) {
    const overview = await read(run);
    if (overview?.recipe === path) return { run: run.path, text: lineOf(overview) };
  }
  return null;
}

async function read(run: RunDirectory): Promise<Overview | null> {
  try {
    return await overviews.read(run);
  } catch (error) {
    if (error instanceof RetortError) return null;
    throw error;
  }
}

function lineOf({ state, metric }: Overview): string {
  const word = translated(state);
  if (metric === null) return word;
  const { name, student, teacher } = metric;
  const figures = say`${word}: ${name} ${student.toFixed(3)}`;
  return teacher === null ? figures : say`${figures}, teacher ${teacher.toFixed(3)}`;
}
