import { join } from 'node:path';
import type { Report } from '../protocol/report.ts';
import type { RunDirectory } from './directory.ts';
import { replaceFile } from './durable.ts';
import { readFigures } from './figures.ts';
import { page } from './html/page.ts';
import { formatJson } from './json.ts';
import { readEvaluation } from './records.ts';
import { readPlan, readRecipe, readRun } from './state.ts';
import { type Latencies, summarise } from './summary.ts';

/**
 * Writes `report.json` and `report.html` from what the run has recorded so far, each atomically.
 * Throws RetortError `not-a-run`, `broken-run`, `disk-full`, `read-only`.
 */
export async function makeReport(run: RunDirectory, latencies: Latencies): Promise<Report> {
  const plan = await readPlan(run);
  const evaluation = await readEvaluation(run, plan);
  const { file } = await readRun(run);
  const report = summarise({ run: run.id, plan, evaluation, latencies });
  const html = page({
    report,
    plan,
    file,
    recipe: await readRecipe(run),
    figures: await readFigures(run, plan, evaluation),
  });
  await replaceFile(join(run.path, 'report.json'), formatJson(report));
  await replaceFile(join(run.path, 'report.html'), html);
  return report;
}
