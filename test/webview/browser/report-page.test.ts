import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { reportPage } from '../../../extension/run-panel/html.ts';
import { makeReport } from '../../../server/runs/report.ts';
import { contrast, parseColour, type Rgb } from '../../../webview/charts/colour.ts';
import { leastContrast } from '../../../webview/charts/ink.ts';
import { exampleRun } from '../../runs/example-run.ts';
import { seriousFindings } from './axe.ts';
import { launchBrowser } from './chromium.ts';
import type { PageTheme } from './page.ts';
import { themes } from './themes.ts';

const browser = await launchBrowser();
if ('missing' in browser) console.warn(browser.missing);
const pictures = 'dist/screenshots/panel';

afterAll(async () => {
  if (!('missing' in browser)) await browser.close();
});

async function exampleReport(): Promise<string> {
  const run = await exampleRun();
  await makeReport(run, { small: { '1': 0.3, '32': 0.9 } });
  return readFile(join(run.path, 'report.html'), 'utf8');
}

/** A page on a system that is dark or light, with what it refused. */
async function pageOf(html: string, colorScheme: 'dark' | 'light') {
  if ('missing' in browser) throw new Error(browser.missing);
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 }, colorScheme });
  onTestFinished(() => page.close());
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.setContent(html);
  return { page, complaints };
}

/** As the editor does once its page is there. */
const put = (page: Page, { variables, kind }: PageTheme): Promise<void> =>
  page.evaluate(`{
    for (const [name, value] of ${JSON.stringify(Object.entries(variables))})
      document.documentElement.style.setProperty(name, value);
    document.body.classList.add(...${JSON.stringify(kind.split(' '))});
  }`);

/** A colour of elements as it is painted. */
async function painted(page: Page, selector: string, property: string): Promise<readonly Rgb[]> {
  const colours = await page.evaluate<readonly string[]>(
    `Array.from(document.querySelectorAll('${selector}'), (at) => getComputedStyle(at).getPropertyValue('${property}'))`,
  );
  return colours.map((colour) => {
    const rgb = parseColour(colour);
    if (rgb === null) throw new Error(`${selector} has the ${property} ${colour}.`);
    return rgb;
  });
}

describe.skipIf('missing' in browser)('the report in the editor', { timeout: 120_000 }, () => {
  test.each(themes.map((theme) => [theme.name, theme] as const))(
    'has the colours of the theme %s, and not those of the system',
    async (name, theme) => {
      const background = theme.variables['--vscode-editor-background'] ?? '';
      const isDark = parseColour(background)?.[0] !== 255;
      const { page, complaints } = await pageOf(reportPage(await exampleReport()), isDark ? 'light' : 'dark');
      await put(page, theme);
      expect(await painted(page, 'body', 'background-color')).toEqual([parseColour(background)]);
      expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe(
        isDark ? 'dark' : 'light',
      );
      // The numbers of heat maps have a halo of the sheet: that is what they are read on.
      const inks = await painted(page, '.number', 'fill');
      const halos = await painted(page, '.number', 'stroke');
      const contrasts = inks.map((ink, index) => contrast(ink, halos[index] ?? ink));
      expect(contrasts.length).toBeGreaterThan(0);
      expect(Math.min(...contrasts)).toBeGreaterThan(leastContrast);
      await mkdir(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `report-page-${name}.png`), fullPage: true });
      expect(await seriousFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  test('opened as a file is by day and by night as the system is', async () => {
    const report = await exampleReport();
    const [day, night] = [await pageOf(report, 'light'), await pageOf(report, 'dark')];
    expect(await painted(day.page, 'body', 'background-color')).toEqual([[251, 251, 250]]);
    expect(await painted(night.page, 'body', 'background-color')).toEqual([[21, 23, 26]]);
  });
});
