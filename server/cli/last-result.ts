import type { LastResult } from '../language/shell/ports.ts';
import { newestRun } from '../runs/newest.ts';
import { Overviews, type Overview } from '../runs/overview.ts';
import { metricValue } from '../protocol/quantities.ts';
import { say, translated } from '../text/say.ts';

const overviews = new Overviews();

/** What the newest run of a recipe in some folders came to: `finished: 95.3 % accuracy, teacher 98.1 %`; null for none. */
export async function lastResult(recipe: string, folders: readonly string[]): Promise<LastResult | null> {
  const run = await newestRun(recipe, folders);
  return run === null ? null : { run: run.path, text: lineOf(await overviews.read(run)) };
}

function lineOf({ state, metric }: Overview): string {
  const word = translated(state);
  if (metric === null) return word;
  const { name, student, teacher } = metric;
  const figures = say`${word}: ${metricValue(name, student)} ${name}`;
  return teacher === null ? figures : say`${figures}, teacher ${metricValue(name, teacher)}`;
}
