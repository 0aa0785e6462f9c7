import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { animated } from './animated.ts';
import { held } from './processes.ts';
import { prolong, runsOf, workerOf } from './runs.ts';
import { movesOn, shownRun } from './run-panel.ts';
import { describeEditor } from './suite.ts';
import { until } from './until.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

describeEditor('a new user on an empty folder', {}, (stage) => {
  let folder: string;
  let window: Workbench;

  beforeAll(async () => {
    const { editor, browser } = stage();
    folder = join(editor.folder, 'empty');
    await mkdir(folder);
    window = await openWorkbench(editor, browser, folder);
  });

  /** Steps of the walkthrough that it says are done, once they are so many. */
  const ticked = async (count: number): Promise<readonly string[]> => {
    await window.command('Retort: Get Started');
    const ticks = window.page.locator('.gettingStartedDetailsContent [data-done-step-id][aria-checked=true]');
    await until(`${count} steps that are done`, async () => (await ticks.count()) >= count);
    const ids = await Promise.all((await ticks.all()).map((tick) => tick.getAttribute('data-done-step-id')));
    return ids.map((id) => id?.split('#').at(-1) ?? '');
  };

  it('finds a side bar that says what to do', async () => {
    await window.showSideBar();
    for (const name of ['Add Model Folder', 'Open the Sample', 'New Recipe from Template', 'Run a Recipe'])
      await window.page.locator('.sidebar').getByRole('button', { name, exact: true }).waitFor();
    await window.photograph('side-bar-empty');
  });

  it('is led to the sample by a walkthrough of at most six steps', async () => {
    const { page } = window;
    await window.command('Retort: Get Started');
    await page.locator('.gettingStartedDetailsContent .category-title', { hasText: 'Distil' }).waitFor();
    expect(await page.locator('.gettingStartedDetailsContent .getting-started-step').count()).toBeLessThan(7);
    await window.photograph('walkthrough');
    await page.locator('.gettingStartedDetailsContent').getByRole('button', { name: 'Open Sample' }).click();
    await page.locator('.editor-instance .view-lines').getByText('Digits in a minute').first().waitFor();
    expect(await readdir(join(folder, 'retort-sample'))).toContain('digits');
  });

  it('runs it and watches curves and layer matching move', async () => {
    await window.notifications().getByRole('button', { name: 'Run', exact: true }).click();
    const run = await shownRun(window);
    await run.reaches('Running');
    await movesOn(run);
    await held(await workerOf(folder), () => window.photograph('run-training'));
    await run.tab('Layers');
    const matching = run.frame.locator('.layers');
    // The steps among them go on also where the first digits don't.
    const figures = async (): Promise<string | false> => {
      const words = await matching.innerText();
      return /CKA\D+\d\.\d\d/.test(words) && words;
    };
    // Its teacher is trained first.
    const first = await until('layer matching', figures, { timeoutMs: 150_000 });
    await until('its next figures', async () => (await figures()) !== first);
  });

  it('keeps the run through a reload of the window', async () => {
    // However long a reload takes, the run is not over.
    const run = await held(await workerOf(folder), async () => {
      await window.reload();
      const shown = await shownRun(window);
      await shown.reaches('Running');
      return shown;
    });
    await movesOn(run);
  });

  it('reads on in the walkthrough, where what it has done is ticked', async () => {
    // VS Code hears of what is done next only once the walkthrough has been shown in this window.
    expect(await ticked(3)).toEqual(['sample', 'run', 'watch']);
    await window.page.locator('.tab', { hasText: 'Run: ' }).click();
  });

  it('stops it', async () => {
    const run = await shownRun(window);
    await run.press('Stop');
    await run.reaches('Stopped');
    await window.photograph('run-stopped');
    expect(await states(folder)).toEqual(['stopped']);
  });

  it('resumes it to its end', async () => {
    const run = await shownRun(window);
    const before = await run.step();
    await run.press('Resume');
    await run.reaches('Running');
    await movesOn(run);
    expect(await run.step()).toBeGreaterThan(before);
    await run.reaches('Finished', 240_000);
    expect(await states(folder)).toEqual(['finished']);
    for (const name of ['Training', 'Layers', 'Samples', 'Log', 'Report']) {
      await run.tab(name);
      await window.photograph(`finished-${name.toLowerCase()}`);
    }
  }, 300_000);

  it('reads its report', async () => {
    const run = await shownRun(window);
    await run.press('Open Report');
    const tab = window.page.locator('.tab', { hasText: 'Report: Digits in a minute' });
    await tab.waitFor();
    const frames = window.page.locator('iframe.webview.ready');
    await until('both pages', async () => (await frames.count()) === 2);
    const report = frames.last().contentFrame().locator('iframe#active-frame').contentFrame();
    await report.getByRole('heading', { name: 'Sizes and speed' }).waitFor();
    await window.photograph('report-page');
    await tab.getByRole('button', { name: /Close/ }).click();
    await until('the panel alone', async () => (await frames.count()) === 1);
  });

  it('finds in the panel nothing that shuts people out', async () => {
    const run = await shownRun(window);
    for (const name of ['Training', 'Layers', 'Samples', 'Log', 'Report']) {
      await run.tab(name);
      expect(await run.barriers(), name).toEqual([]);
    }
  });

  it('plays how layers came to match, from the first step to the last', async () => {
    const run = await shownRun(window);
    await run.tab('Layers');
    const matrix = run.frame.getByRole('region', { name: 'Student × teacher CKA' });
    const step = matrix.getByRole('slider');
    const at = async () => Number(await step.inputValue());
    const last = Number(await step.getAttribute('max'));
    expect(await at()).toBe(last);
    // Its pictures pass: the page itself sees each of them.
    await step.focus();
    const played = run.frame.locator('body').evaluate(changes);
    await matrix.getByRole('button', { name: 'Play' }).click();
    await played;
    await matrix.getByRole('button', { name: 'Play' }).waitFor();
    expect(await at()).toBe(last);
  });

  it('moves nothing by itself where less motion is asked for', async () => {
    const run = await shownRun(window);
    await window.page.emulateMedia({ reducedMotion: 'reduce' });
    for (const name of ['Training', 'Layers', 'Samples', 'Log', 'Report']) {
      await run.tab(name);
      const moving: readonly string[] = await run.frame.locator('body').evaluate(animated);
      expect(moving, name).toEqual([]);
    }
    await window.page.emulateMedia({ reducedMotion: null });
  });

  it('shows each chart as a table', async () => {
    const run = await shownRun(window);
    for (const [name, charts] of [
      ['Training', 2],
      ['Layers', 2],
    ] as const) {
      await run.tab(name);
      const frames = run.frame.locator('section.frame').filter({ visible: true });
      await frames.nth(charts - 1).waitFor();
      expect(await frames.count()).toBe(charts);
      for (const frame of await frames.all()) {
        const table = frame.getByRole('checkbox', { name: 'Table' });
        await table.click();
        await frame.locator('tbody tr').first().waitFor();
        expect(await frame.locator('thead th').count()).toBeGreaterThan(1);
      }
      await window.photograph(`tables-${name.toLowerCase()}`);
      for (const frame of await frames.all()) {
        await frame.getByRole('checkbox', { name: 'Table' }).click();
        await frame.locator('table').waitFor({ state: 'detached' });
      }
    }
  });

  it('exports a chart in three formats', async () => {
    const run = await shownRun(window);
    await run.tab('Training');
    const dialog = window.page.locator('.quick-input-widget');
    const place = dialog.locator('.quick-input-box input');
    const saved: Buffer[] = [];
    for (const format of ['svg', 'csv', 'png']) {
      await run.frame
        .getByRole('button', { name: new RegExp(format, 'i') })
        .first()
        .click();
      const path = join(folder, `chart.${format}`);
      // The dialog writes its own proposal when it has looked at the folder.
      await until('the proposal', async () => (await place.inputValue()).endsWith(`.${format}`));
      await dialog.locator('.monaco-list-row', { hasText: 'retort-sample' }).waitFor();
      await place.fill(path);
      await until('the path', async () => (await place.inputValue()) === path);
      await dialog.getByRole('button', { name: 'OK' }).click();
      await until(path, async () => {
        const bytes = await readFile(path);
        return bytes.length > 0 && saved.push(bytes);
      });
    }
    const [svg, csv, png] = saved;
    expect(svg?.toString()).toMatch(/^<svg/);
    expect(csv?.toString().split('\n')[0]).toContain('step');
    expect(png?.subarray(1, 4).toString()).toBe('PNG');
  });

  it('makes a recipe from a template, with the data it needs, and runs it', async () => {
    const { page } = window;
    await window.command('Retort: New Recipe from Template');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'FitNets' }).click();
    const name = page.locator('.quick-input-widget .quick-input-box input');
    await until('the proposal', async () => (await name.inputValue()) === 'fitnets.distill.yaml');
    await name.press('Enter');
    await page.locator('.tab.active', { hasText: 'fitnets.distill.yaml' }).waitFor();
    expect(await readdir(folder)).toContain('digits');
    await prolong(join(folder, 'fitnets.distill.yaml'));
    await window.command('Retort: Run Recipe');
    await page.locator('.tab.active', { hasText: 'Run: ' }).waitFor();
    const run = await shownRun(window);
    await run.reaches('Running');
    await run.press('Stop');
    await run.reaches('Stopped');
  });

  it('has done all of the walkthrough', async () => {
    expect(await ticked(6)).toEqual(['sample', 'run', 'watch', 'stop', 'export', 'own']);
  });

  it('met no error of ours in the window', () => {
    expect(window.complaints).toEqual([]);
  });
});

/** For the page, whose types are not ours: resolves once the slider that has the focus stands elsewhere. */
const changes = `new Promise((resolve) => {
  const slider = document.activeElement;
  const first = slider.value;
  // Told of every picture, however busy the page is.
  const watch = new MutationObserver(() => slider.value === first || resolve());
  watch.observe(slider.closest('section'), { subtree: true, attributes: true, childList: true });
})`;

/** States of the runs of a folder, as their files say. */
const states = async (folder: string): Promise<readonly string[]> =>
  (await runsOf(folder)).map(({ state }) => state);
