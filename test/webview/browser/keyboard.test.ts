import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { here } from './here.ts';
import { content, tabs } from './tabs.ts';

/** Where the focus is. */
interface Stop {
  readonly name: string;
  readonly header: boolean;
  readonly clip: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** The next control, with what is seen around it; null after the last. */
async function next(page: Page): Promise<Stop | null> {
  await page.keyboard.press('Tab');
  return page.evaluate(`(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return null;
    const { left, top, right, bottom } = at.getBoundingClientRect();
    const [x, y] = [Math.max(0, left - 6), Math.max(0, top - 6)];
    return {
      name: (at.getAttribute('aria-label') ?? at.closest('label')?.textContent ?? at.textContent).trim(),
      header: at.closest('header') !== null,
      clip: { x, y, width: Math.min(innerWidth, right + 6) - x, height: Math.min(innerHeight, bottom + 6) - y },
    };
  })()`);
}

/** Whether the place looks otherwise without the focus. */
async function isSeen(page: Page, { clip }: Stop): Promise<boolean> {
  const focused = await page.screenshot({ clip });
  await page.evaluate('window.left = document.activeElement; window.left.blur()');
  const left = await page.screenshot({ clip });
  await page.evaluate('window.left.focus({ preventScroll: true })');
  return !focused.equals(left);
}

const header = ['Open Report', 'Open Recipe', 'Show Log', 'Reveal Folder', 'Training'];
const tools = ['Table', 'Save as PNG', 'Save as SVG', 'Save as CSV'];

/** How the names of each tab's controls begin, in their order. */
const controls = {
  training: [
    ...['Training', 'Value of terms', 'Smoothing', 'Log y', 'x axis', 'Log x'],
    ...[...tools, 'Loss: 5 lines', 'hard', 'kd', 'first', 'second', 'loss (sum)'],
    ...[...tools, 'accuracy on val: 2 lines', 'student', 'baseline'],
  ],
  layers: [
    ...['Layers', ...tools, 'Measure', 'x axis', 'Log x', 'Pairs over time: CKA.'],
    ...[...tools, 'Step', 'Play', 'Student × teacher CKA, step 120'],
  ],
  samples: ['Samples', 'Evaluation', 'Samples on which student and teacher differ most'],
  log: ['Log', 'Follow', 'Log of the training process'],
  report: ['Report', 'Scores on test', 'Sizes'],
} as const;

describe.skipIf(here.missing !== null)('the keyboard', { timeout: 120_000 }, () => {
  test.each(tabs)(
    'reaches every control of the tab %s in order, each with a focus that is seen',
    async (tab) => {
      const { page, host } = await here.open({ state: { view: { tab } } });
      await page.locator(content[tab]).first().waitFor();
      await here.quiet(page, host);
      const reached: string[] = [];
      const unseen: string[] = [];
      for (let stop = await next(page); stop !== null; stop = await next(page)) {
        reached.push(stop.name);
        // The header's are the same in every tab.
        if ((tab === 'training' || !stop.header) && !(await isSeen(page, stop))) unseen.push(stop.name);
      }
      const wanted = [...header, ...controls[tab]];
      expect(reached.map((name, index) => name.slice(0, wanted[index]?.length))).toEqual(wanted);
      expect(unseen).toEqual([]);
    },
  );

  test('would be found to have a focus that is not seen', async () => {
    const { page } = await here.open({ state: { view: { tab: 'log' } } });
    await page.locator(content.log).waitFor();
    await page.locator('.log').focus();
    const stop = { name: '', header: false, clip: { x: 0, y: 0, width: 1100, height: 900 } };
    expect(await isSeen(page, stop)).toBe(true);
    await page.evaluate(`{
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('* { outline: none !important; }');
      document.adoptedStyleSheets = [sheet];
    }`);
    expect(await isSeen(page, stop)).toBe(false);
  });

  test('hides a line, pans, zooms and follows', async () => {
    const { page, host, state } = await here.open();
    await page.locator(content.training).waitFor();
    const view = async () => ((await state()) as { view: { hidden: string[]; zoom: object | null } }).view;
    await page.locator('.legend button', { hasText: 'kd' }).focus();
    await page.keyboard.press('Space');
    expect((await view()).hidden).toEqual(['kd']);
    expect(await page.locator('.legend button', { hasText: 'kd' }).getAttribute('aria-pressed')).toBe(
      'false',
    );
    const note = page.locator('.legend li', { hasText: 'kd' }).locator('[role=tooltip]');
    expect(await note.isVisible()).toBe(true);

    await page.locator('.line-chart').first().focus();
    await page.keyboard.press('+');
    await here.quiet(page, host);
    expect((await view()).zoom).toEqual({ from: 30.75, to: 90.25 });
    await page.keyboard.press('ArrowRight');
    await here.quiet(page, host);
    expect((await view()).zoom).toEqual({ from: 36.7, to: 96.2 });
    await page.keyboard.press('0');
    expect((await view()).zoom).toBeNull();
  });

  test('turns a chart into a table and saves it', async () => {
    const { page, host } = await here.open();
    await page.locator(content.training).waitFor();
    const frame = page.locator('section', { has: page.locator('#title-loss') });
    await frame.locator('vscode-button', { hasText: 'SVG' }).focus();
    await page.keyboard.press('Enter');
    await here.until(() => host.asked('save').length, 1);
    await frame.locator('vscode-checkbox', { hasText: 'Table' }).focus();
    await page.keyboard.press('Space');
    expect(await frame.locator('tbody tr').count()).toBe(120);
  });

  test('plays the matrix from its beginning', async () => {
    const { page } = await here.open({ state: { view: { tab: 'layers' } } });
    await page.locator(content.layers).first().waitFor();
    const shown = page.locator('section', { has: page.locator('#title-matrix') });
    await page.evaluate(`{
      window.steps = [];
      const output = document.querySelector('section:has(#title-matrix) output');
      new MutationObserver(() => window.steps.push(output.textContent)).observe(output, { childList: true });
    }`);
    await shown.locator('vscode-button', { hasText: 'Play' }).focus();
    await page.keyboard.press('Enter');
    await shown.locator('vscode-button', { hasText: 'Pause' }).waitFor();
    await shown.locator('vscode-button', { hasText: 'Play' }).waitFor();
    const steps = ['1', ...Array.from({ length: 12 }, (_, index) => String(10 * (index + 1)))];
    expect([...new Set(await page.evaluate<string[]>('window.steps'))]).toEqual(steps);
  });
});
