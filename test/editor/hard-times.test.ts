import { open as openFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mayMount, smallDisk } from '../e2e/mounts.ts';
import { held, processesOf } from './processes.ts';
import { movesOn, openFirstRun, shownRun, type ShownRun } from './run-panel.ts';
import { runsOf, smallFolder, workerOf } from './runs.ts';
import { describeEditor } from './suite.ts';
import { until } from './until.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

/** Longer than any test waits. */
const endless = 1_000_000;
/** Spaces, letters of other scripts, and more than 200 characters. */
const farAway = join('Führung und 蒸馏', ...Array.from({ length: 9 }, (_, i) => `a folder in a folder ${i}`));
const hostile = '<img src=x onerror=alert(1)> **bold** [link](command:retort.deleteRuns) $(trash)';

const mounts = mayMount();
if (!mounts) console.warn('Only root on Linux can make a full disk: that test is skipped.');

describeEditor('an editor in hard times', {}, (stage) => {
  const open = async (folder: string) => {
    const { editor, browser } = stage();
    return openWorkbench(editor, browser, folder);
  };
  const begin = async (name: string, recipe: Parameters<typeof smallFolder>[1] = {}) => {
    const folder = await smallFolder(resolve(stage().editor.folder, name), { steps: endless, ...recipe });
    const window = await open(folder);
    await window.showSideBar();
    await window.command('Retort: Run Recipe');
    const run = await shownRun(window);
    return { folder, window, run };
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

  it('runs in a far away folder, under a hostile name that is text everywhere', async () => {
    const { folder, window, run } = await begin(farAway, { steps: 10, name: hostile });
    expect(folder.length).toBeGreaterThan(200);
    await run.reaches('Finished', 60_000);
    expect(await run.frame.locator('header h1').innerText()).toBe(hostile);
    expect(await run.frame.locator('h1 img, h1 a, h1 strong').count()).toBe(0);
    const row = window.rows('Runs').first();
    await row.hover();
    expect(await row.innerText()).toContain('<img src=x onerror=alert(1)>');
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
    const written = (await runsOf(folder))[0]?.progress.step ?? Number.NaN;
    disk.remount('size=64m');
    await run.press('Resume');
    await run.reaches('Running');
    await movesOn(run);
    expect((await runsOf(folder)).length).toBe(1);
    expect(written).toBeGreaterThan(0);
    await run.press('Stop');
    await run.reaches('Stopped');
    await window.close();
  });

  describe('with a run that meets one after the other', () => {
    let folder: string;
    let window: Workbench;
    let run: ShownRun;

    it('says that a killed worker was interrupted, and resumes', async () => {
      ({ folder, window, run } = await begin('one after the other'));
      await run.reaches('Running');
      await movesOn(run);
      await killAll('worker.js');
      await run.reaches('Interrupted');
      await window.photograph('run-interrupted');
      const written = (await runsOf(folder))[0]?.progress.step ?? Number.NaN;
      expect(written).toBeGreaterThan(0);
      await run.press('Resume');
      await run.reaches('Running');
      await movesOn(run);
      expect((await runsOf(folder)).length).toBe(1);
    });

    it('finds a run stopped at a checkpoint after its server was killed, and resumes', async () => {
      await killAll('server.js');
      await run.reaches('Stopped');
      await run.press('Resume');
      await run.reaches('Running');
      await movesOn(run);
    });

    it('trains on while the extension host is killed, and shows it afterwards', async () => {
      const before = await run.step();
      await killAll('--type=extensionHost');
      await until('training to go on', async () => ((await runsOf(folder))[0]?.progress.step ?? 0) > before);
      await window.reload();
      // The editor closes panels of a host that died.
      run = await openFromList(window, folder);
      await movesOn(run);
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
