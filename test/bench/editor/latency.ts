import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attemptFolder } from '../../../server/runs/attempts.ts';
import { type RunDirectory, runAt } from '../../../server/runs/directory.ts';
import { readEvents, readRows } from '../../../server/runs/records.ts';
import { shownRun } from '../../editor/run-panel.ts';
import { until } from '../../editor/until.ts';
import { openWorkbench, type Workbench } from '../../editor/workbench.ts';
import { type Draw, noteDraws } from './drawn.ts';
import { runsIn } from './runs-in.ts';
import type { EditorStage } from './stage.ts';

export interface Latency {
  readonly draws: number;
  /** Milliseconds from the moment that the worker had made a step to its being drawn, of every step that was. */
  readonly ofSteps: readonly number[];
  /** The same of the newest step of each drawing alone. */
  readonly ofDraws: readonly number[];
  /** Milliseconds from the walkthrough's button to a finished run. */
  readonly firstRun: number;
}

/** Runs the sample as a new user does, watches its panel until the run is finished, and compares what was drawn with when it was made. */
export async function latencies({ editor, browser }: EditorStage): Promise<Latency> {
  const folder = join(editor.folder, 'sample');
  await mkdir(folder);
  const window = await openWorkbench(editor, browser, folder);
  const began = await runSample(window);
  const panel = await shownRun(window);
  await panel.reaches('Running');
  await panel.frame.locator('section:has(#title-loss) canvas').waitFor();
  const draws = await noteDraws(panel);
  await panel.reaches('Finished', 300_000);
  const firstRun = Date.now() - began;
  const [path] = await runsIn(folder);
  if (path === undefined) throw new Error('There is no run.');
  const found = { firstRun, ...compare(await draws(), await stepsOf(runAt(path))) };
  await window.close();
  return found;
}

/** From the walkthrough; gives the time at which its button was pressed. */
async function runSample(window: Workbench): Promise<number> {
  const { page } = window;
  await window.command('Retort: Get Started');
  const button = page.locator('.gettingStartedDetailsContent').getByRole('button', { name: 'Open Sample' });
  await button.waitFor();
  const began = Date.now();
  await button.click();
  await page.locator('.editor-instance .view-lines').first().waitFor();
  const run = window.notifications().getByRole('button', { name: 'Run', exact: true });
  await until('the offer to run it', () => run.isVisible());
  await run.click();
  return began;
}

interface Made {
  /** First step of each training. */
  readonly jobs: readonly number[];
  /** Wall-clock time, milliseconds, at which the worker had made a step of the run. */
  readonly at: ReadonlyMap<number, number>;
}

/**
 * The worker's clock begins a little after its log's first line: it replaces `run.json` and opens its data in between,
 * some milliseconds by which steps are taken to be older than they are.
 */
async function stepsOf(run: RunDirectory): Promise<Made> {
  const log = await readFile(join(attemptFolder(run, 1), 'worker.log'), 'utf8');
  const began = Date.parse(log.slice(0, log.indexOf(' ')));
  const rows = await readRows(run, 'measured');
  return {
    jobs: (await readEvents(run)).flatMap((event) => (event.type === 'job-started' ? [event.step] : [])),
    at: new Map(rows.map(({ step = NaN, elapsedMs = NaN }) => [step, began + elapsedMs])),
  };
}

/** What was drawn, in steps of the run: of the newest training that had that many steps by then. */
function runStep({ at, step }: Draw, made: Made): number | undefined {
  return made.jobs.map((first) => first - 1 + step).findLast((each) => (made.at.get(each) ?? Infinity) <= at);
}

function compare(draws: readonly Draw[], made: Made): Omit<Latency, 'firstRun'> {
  const ofSteps: number[] = [];
  const ofDraws: number[] = [];
  let seen: number | null = null;
  for (const draw of draws) {
    const step = runStep(draw, made);
    if (step === undefined || (seen !== null && step <= seen)) continue;
    // Nobody watched when the steps before the first were drawn.
    const first = seen === null ? step : seen + 1;
    seen = step;
    for (let each = first; each <= step; each++) ofSteps.push(draw.at - (made.at.get(each) ?? NaN));
    ofDraws.push(draw.at - (made.at.get(step) ?? NaN));
  }
  return { draws: ofDraws.length, ofSteps, ofDraws };
}
