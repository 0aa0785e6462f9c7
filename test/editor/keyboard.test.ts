import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { movesOn, shownRun, type ShownRun } from './run-panel.ts';
import { prolong, runsOf } from './runs.ts';
import { describeEditor } from './suite.ts';
import { until } from './until.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

describeEditor('a person who has a keyboard and no mouse', {}, (stage) => {
  let folder: string;
  let window: Workbench;
  let run: ShownRun;
  const press = (key: string) => window.page.keyboard.press(key);

  beforeAll(async () => {
    const { editor, browser } = stage();
    folder = join(editor.folder, 'by keys');
    await mkdir(folder);
    window = await openWorkbench(editor, browser, folder);
    // Of whatever uses one, in the window or in a page inside of it, the last test hears.
    await window.page.addInitScript(tellMouse);
    await window.page.evaluate(tellMouse);
  });

  /** Runs a command by its title. Keys that come while the window wakes up get lost. */
  const command = async (title: string): Promise<void> => {
    const { page } = window;
    const first = page.locator('.quick-input-list .monaco-list-row').first();
    await until(`the command ${title}`, async () => {
      await press('Escape');
      await press('Control+Shift+P');
      await page.locator('.quick-input-widget .quick-input-box input').waitFor({ timeout: 5_000 });
      await page.keyboard.type(title);
      await until('it to be first', async () => (await first.innerText()).startsWith(title), {
        timeoutMs: 5_000,
      });
      return true;
    });
    await press('Enter');
  };
  /** What has the focus in the panel: its name, and whether one sees that. */
  const focus = async (): Promise<Focus> => {
    const now: Focus = await run.frame.locator('body').evaluate(focused);
    return now;
  };
  const hasFocus = (name: string) => until(`the focus on ${name}`, async () => (await focus()).name === name);
  /** Goes on by Tab until the focus is there; each stop on the way is seen. */
  const tabTo = async (name: string): Promise<void> => {
    for (let stops = 0; stops < 80; stops++) {
      const now = await focus();
      if (now.name === name) return;
      if (now.name !== '') expect(now, now.name).toMatchObject({ seen: true });
      await press('Tab');
    }
    throw new Error(`Tab does not lead to ${name}.`);
  };

  it('opens the sample and is in its recipe', async () => {
    await command('Retort: Open Sample');
    await window.page
      .locator('.editor-instance .view-lines')
      .getByText('Digits in a minute')
      .first()
      .waitFor();
    await until('the focus', () => window.page.evaluate<boolean>(inEditor));
    await prolong(join(folder, 'retort-sample/digits.distill.yaml'));
  });

  it('runs it and is in the panel, at what can be done first', async () => {
    await command('Retort: Run Recipe');
    run = await shownRun(window);
    await run.reaches('Running');
    await movesOn(run);
    await press('Tab');
    await hasFocus('Stop');
    await run.frame.getByRole('tab').first().waitFor();
    await hasFocus('Stop');
  });

  it('goes from tab to tab with the arrows', async () => {
    await tabTo('tab Training');
    const selected = run.frame.locator('[role=tab][aria-selected=true]');
    for (const name of ['Layers', 'Samples', 'Log', 'Report']) {
      await press('ArrowRight');
      await hasFocus(`tab ${name}`);
      expect(await selected.innerText()).toBe(name);
    }
    await press('Home');
    await hasFocus('tab Training');
  });

  it('stops it, and resumes it where it stopped it', async () => {
    await tabTo('Stop');
    await press('Enter');
    await run.reaches('Stopped');
    await hasFocus('Resume');
    const before = await run.step();
    await press('Enter');
    await run.reaches('Running');
    await hasFocus('Stop');
    await until('it to go on', async () => (await run.step()) > before);
    await press('Enter');
    await run.reaches('Stopped');
    expect((await runsOf(folder)).map(({ state }) => state)).toEqual(['stopped']);
  });

  it('reads a chart as a table, and as a chart again', async () => {
    await tabTo('Table');
    await press('Space');
    await run.frame.locator('.training table tbody tr').first().waitFor();
    await hasFocus('Table');
    await press('Space');
    await run.frame.locator('.training table').waitFor({ state: 'detached' });
    await tabTo('Save as CSV');
  });

  it('saves a chart, and is back at the button', async () => {
    const place = window.page.locator('.quick-input-widget .quick-input-box input');
    const path = join(folder, 'loss.csv');
    await press('Enter');
    await until('the proposal', async () => (await place.inputValue()) === path);
    await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'retort-sample' }).waitFor();
    await press('Enter');
    const saved = await until(path, async () => (await readFile(path, 'utf8')) || null);
    expect(saved.split('\n')[0]).toContain('step');
    await hasFocus('Save as CSV');
  });

  it('finds the run in the list, and goes from part to part of the window', async () => {
    await command('View: Close All Editors');
    await window.page.locator('iframe.webview').waitFor({ state: 'detached' });
    const row = window.rows('Runs').first();
    await until('the row', async () => {
      // A view that is shown for the first time takes the focus only when it has its rows.
      await command('Retort: Focus on Runs View');
      await row.waitFor();
      await press('ArrowDown');
      return (await row.getAttribute('class'))?.includes('focused');
    });
    await press('Enter');
    run = await shownRun(window);
    await run.reaches('Stopped');
    await command('Retort: Focus on Runs View');
    await until('the panel by F6', async () => {
      await press('F6');
      const there: boolean = await run.frame.locator('body').evaluate('document.hasFocus()');
      return there;
    });
    await tabTo('Resume');
  });

  it('has used no mouse, and met no error of ours in the window', () => {
    expect(window.complaints).toEqual([]);
  });
});

/** For pages, which have types of their own. */
const inEditor = `document.activeElement?.closest('.editor-instance') !== null`;
const tellMouse = `for (const type of ['pointerdown', 'mousedown', 'wheel'])
  addEventListener(type, () => console.error("Retort's test met a " + type + '.'), true)`;

interface Focus {
  /** Empty where nothing of the panel has the focus. */
  readonly name: string;
  /** Whether it is outlined. */
  readonly seen: boolean;
}

/** Controls have their parts in shadow trees. */
const focused = `(() => {
  const host = document.activeElement;
  if (host === document.body || !document.hasFocus()) return { name: '', seen: false };
  const { outlineStyle, outlineWidth } = getComputedStyle(host.shadowRoot?.activeElement ?? host);
  const words = (host.getAttribute('aria-label') ?? host.textContent).trim();
  const name = host.getAttribute('role') === 'tab' ? 'tab ' + words : words;
  return { name, seen: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 };
})()`;
