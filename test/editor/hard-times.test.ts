import { open as openFile, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runAt } from '../../server/runs/directory.ts';
import { readRows } from '../../server/runs/records.ts';
import { mayMount, smallDisk } from '../e2e/mounts.ts';
import { hover } from './asking.ts';
import { held, processesOf } from './processes.ts';
import { movesOn, openFirstRun, shownRun, type ShownRun } from './run-panel.ts';
import { runsOf, smallFolder, workerOf } from './runs.ts';
import { describeEditor } from './suite.ts';
import { openText } from './text-editor.ts';
import { until } from './until.ts';
import { openWorkbench, type Workbench } from './workbench.ts';
import { refuseLoss, tables } from './written.ts';

/** Longer than any test waits. */
const endless = 1_000_000;
/** Of the recipe's first stage. */
const teacherSteps = 6;
/** Spaces, letters of other scripts, and more than 200 characters. */
const farAway = join('Führung und 蒸馏', ...Array.from({ length: 9 }, (_, i) => `a folder in a folder ${i}`));
const hostile = '<img src=x onerror=alert(1)> **bold** [link](command:retort.deleteRuns) $(trash)';
const hostileFile = '<b>x<b> [y](command:z).distill.yaml';

const mounts = mayMount();
if (!mounts) console.warn('Only root on Linux can make a full disk: that test is skipped.');

describeEditor('an editor in hard times', {}, (stage) => {
  const open = async (folder: string) => {
    const { editor, browser } = stage();
    return openWorkbench(editor, browser, folder);
  };
  /** Runs the only recipe of a folder. */
  const beginIn = async (folder: string) => {
    const window = await open(folder);
    await window.showSideBar();
    await window.command('Retort: Run Recipe');
    return { window, run: await shownRun(window) };
  };
  const begin = async (name: string) => {
    const folder = await smallFolder(resolve(stage().editor.folder, name), { steps: endless });
    return { folder, ...(await beginIn(folder)) };
  };
  /** Opens the run of a folder that trains; its row, drawn anew every second, stands still meanwhile. */
  const openFromList = async (window: Workbench, folder: string) =>
    held(await workerOf(folder), async () => {
      await window.showSideBar();
      return openFirstRun(window);
    });
  /** Ends the processes of this editor whose command line has the text, without a word. */
  const killAll = async (command: string): Promise<void> => {
    const found = (await processesOf(stage().editor.runtime)).filter((one) => one.command.includes(command));
    expect(found.length, command).toBeGreaterThan(0);
    for (const { pid } of found) process.kill(pid, 'SIGKILL');
  };

  it('runs in a far away folder, under hostile names that are text everywhere', async () => {
    const folder = await smallFolder(resolve(stage().editor.folder, farAway), { steps: 10, name: hostile });
    expect(folder.length).toBeGreaterThan(200);
    await rename(join(folder, 'small.distill.yaml'), join(folder, hostileFile));
    const { window, run } = await beginIn(folder);
    await run.reaches('Finished', 60_000);
    expect(await run.frame.locator('header h1').innerText()).toBe(hostile);
    expect(await run.frame.locator('h1 img, h1 a, h1 strong').count()).toBe(0);
    const path = join(folder, hostileFile);
    for (const [view, label, title] of [
      ['Recipes', hostileFile.replace('.distill.yaml', ''), path],
      // Last: what it says of a run names the recipe's path, too.
      ['Runs', hostile, hostile],
    ] as const) {
      const row = window.rows(view).first();
      expect(await row.innerText()).toContain(label);
      const shown = await hover(row, title);
      // Its title is what we make bold; the editor writes plain spaces as others.
      const bold = (await shown.locator('strong').allInnerTexts()).map((text) => text.replace(/\s/g, ' '));
      expect(bold).toEqual([title]);
      expect(await shown.locator('img, b, a, .codicon').count()).toBe(0);
    }
    await window.photograph('hostile-name');
    expect(window.complaints).toEqual([]);
    await window.close();
  });

  it.skipIf(!mounts)('has nothing lost on a full disk, and resumes when there is room', async () => {
    const disk = smallDisk('16m');
    const { folder, window, run } = await begin(join(disk.folder, 'on a small disk'));
    await run.reaches('Running');
    await movesOn(run);
    await fill(join(disk.folder, 'filling'));
    await run.reaches('Failed');
    await run.frame.getByText('No space is left').waitFor();
    await window.photograph('run-disk-full');
    const written = await writtenIn(folder);
    disk.remount('size=64m');
    await run.press('Resume');
    await run.reaches('Running');
    await movesOn(run);
    expect((await runsOf(folder)).length).toBe(1);
    await refuseLoss(written);
    await run.press('Stop');
    await run.reaches('Stopped');
    await window.close();
  });

  describe('with a run that meets one after the other', () => {
    let folder: string;
    let window: Workbench;
    let run: ShownRun;

    /** Charts say what they show of x: of the losses, where a person has zoomed, always the same. */
    const shownLosses = () => run.frame.locator('section:has(#title-loss) .line-chart');
    const isAsZoomed = (said: string | null) =>
      until('what was zoomed', async () => (await shownLosses().getAttribute('aria-label')) === said);

    it('costs nothing while another editor hides it, and is then as it was left', async () => {
      ({ folder, window, run } = await begin('one after the other'));
      await run.reaches('Running');
      await until('its student', async () => (await run.step()) > teacherSteps + 1);
      await run.frame.locator('section:has(#title-loss) [data-drawn-to]').waitFor();
      const follow = run.frame.getByRole('button', { name: 'Follow', exact: true });
      expect(await follow.isEnabled()).toBe(false);
      // A chart that has just turned to the student, and reads it, hears no key.
      await until('to be zoomed', async () => {
        await shownLosses().press('+');
        return follow.isEnabled();
      });
      const said = await shownLosses().getAttribute('aria-label');

      await openText(window, join(folder, 'small.distill.yaml'));
      await window.page.locator('iframe.webview').waitFor({ state: 'detached' });
      await window.page.locator('.tab', { hasText: 'Run: Small' }).click();
      run = await shownRun(window);
      await isAsZoomed(said);
      await movesOn(run);

      await run.tab('Layers');
      await window.command('View: Move Editor into Next Group');
      const beside = window.page.locator('.editor-group-container').nth(1);
      await beside.locator('.tab.active', { hasText: 'Run: Small' }).waitFor();
      run = await shownRun(window);
      await run.frame.locator('[role=tab][aria-selected=true]', { hasText: 'Layers' }).waitFor();
      await run.tab('Training');
      await isAsZoomed(said);
      await movesOn(run);
      await window.command('View: Move Editor into Previous Group');
      await beside.waitFor({ state: 'detached' });
      run = await shownRun(window);
      await run.press('Follow');
    });

    it('says that a killed worker was interrupted, and resumes with nothing lost', async () => {
      await killAll('worker.js');
      await run.reaches('Interrupted');
      await window.photograph('run-interrupted');
      const written = await writtenIn(folder);
      const rows = await readRows(runAt((await runsOf(folder))[0]?.folder ?? ''), 'measured');
      expect(await run.step()).toBe(rows.at(-1)?.step);
      await run.press('Resume');
      await run.reaches('Running');
      await movesOn(run);
      expect((await runsOf(folder)).length).toBe(1);
      await refuseLoss(written);
    });

    it('finds a run stopped at a checkpoint after its server was killed, and resumes', async () => {
      const written = await writtenIn(folder);
      await killAll('server.js');
      await run.reaches('Stopped');
      await run.press('Resume');
      await run.reaches('Running');
      await movesOn(run);
      await refuseLoss(written);
    });

    it('trains on while the extension host is killed, and shows it afterwards', async () => {
      const before = await run.step();
      const written = await writtenIn(folder);
      await killAll('--type=extensionHost');
      await until('training to go on', async () => ((await runsOf(folder))[0]?.progress.step ?? 0) > before);
      await window.reload();
      // The editor closes panels of a host that died.
      run = await openFromList(window, folder);
      await movesOn(run);
      await refuseLoss(written);
    });

    it('shows it in two windows, and lets either stop it', async () => {
      const other = await open(folder);
      const there = await openFromList(other, folder);
      await there.reaches('Running');
      await movesOn(there);
      await there.press('Stop');
      await run.reaches('Stopped');
      expect((await runsOf(folder)).map(({ state }) => state)).toEqual(['stopped']);
    });
  });
});

/** What the only run of a folder has written. */
async function writtenIn(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const [run] = await runsOf(folder);
  const written = await tables(run?.folder ?? '');
  expect([...written.keys()].join()).toContain('train.tbl');
  return written;
}

/** Writes a file until there is no room for more of it. */
async function fill(path: string): Promise<void> {
  const file = await openFile(path, 'w');
  try {
    for (;;) await file.write(Buffer.alloc(4096));
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    await file.close();
  }
}
