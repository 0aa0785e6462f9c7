import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { listAttempts } from '../../../server/runs/attempts.ts';
import { runAt } from '../../../server/runs/directory.ts';
import { readRun } from '../../../server/runs/state.ts';
import { processesOf } from '../../editor/processes.ts';
import { movesOn, shownRun } from '../../editor/run-panel.ts';
import { until } from '../../editor/until.ts';
import { openWorkbench, type Workbench } from '../../editor/workbench.ts';
import { refuseLoss, tables } from '../../editor/written.ts';
import { kill, recipeOf } from '../server/bench-server.ts';
import { runsIn } from './runs-in.ts';
import { withEditor, type EditorStage } from './stage.ts';

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** More than are made meanwhile. */
const steps = 10_000_000;

/**
 * Kills the extension host at random moments while a run trains, `host-kills 50` times, and throws when a byte that was
 * written is lost, the run doesn't go on in its one attempt, or its panel can't be opened again.
 */
export async function hostKills([word]: readonly string[]): Promise<readonly Row[]> {
  const wanted = Number(word ?? 50);
  const killed = await withEditor((stage) => killing(stage, wanted));
  if (killed === null) return [];
  return [
    { name: 'extension hosts killed', value: killed, unit: 'times' },
    { name: 'of these, the run went on and its panel opened again', value: killed, unit: 'times' },
  ];
}

async function killing({ editor, browser }: EditorStage, wanted: number): Promise<number> {
  const folder = join(editor.folder, 'kills');
  await mkdir(folder);
  await writeFile(join(folder, 'bench.distill.yaml'), recipeOf(steps));
  const window = await openWorkbench(editor, browser, folder);
  await window.showSideBar();
  await window.command('Retort: Run Recipe');
  const shown = await shownRun(window);
  await shown.reaches('Running');
  await movesOn(shown);
  const [run] = await runsIn(folder);
  if (run === undefined) throw new Error('There is no run.');
  for (let time = 1; time <= wanted; time++) {
    await pause(Math.random() * 2000);
    const written = await tables(run);
    const hosts = (await processesOf(editor.runtime)).filter(({ command }) =>
      command.includes('--type=extensionHost'),
    );
    if (hosts.length === 0) throw new Error('There is no extension host to kill.');
    for (const { pid } of hosts) kill(pid);
    await refuseLoss(written);
    await goesOn(run);
    await openAgain(window);
    // The host that was killed may have been starting: what it left is looked at again.
    await refuseLoss(written);
    process.stderr.write(`${time} of ${wanted}\n`);
  }
  await window.close();
  return wanted;
}

/** Waits until there is more than there was; the run must still be in its first attempt. */
async function goesOn(run: string): Promise<void> {
  const size = async (): Promise<number> =>
    [...(await tables(run)).values()].reduce((sum, { length }) => sum + length, 0);
  const before = await size();
  await until('training to go on', async () => (await size()) > before);
  const { state } = await readRun(runAt(run));
  const attempts = await listAttempts(runAt(run));
  if (state !== 'running' || attempts.length !== 1)
    throw new Error(`The run is ${state}, in attempt ${attempts.length}.`);
}

/** As a person does: the editor closes panels of a host that died. */
async function openAgain(window: Workbench): Promise<void> {
  await window.reload();
  await until('the panel', async () => {
    const row = window.rows('Runs').first();
    // The side bar that was open comes back by itself, a little later: asked for meanwhile, it would be hidden.
    await row.waitFor({ timeout: 8_000 }).catch(() => window.showSideBar());
    // A row of a run at work is drawn anew often; a click can fall between.
    await row.click({ timeout: 8_000 });
    await window.page.locator('iframe.webview').waitFor({ timeout: 8_000 });
    return true;
  });
  await movesOn(await shownRun(window));
}
