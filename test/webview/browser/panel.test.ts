import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunDirectory } from '../../../server/runs/directory.ts';
import { program } from '../../program.ts';
import { exampleRun } from '../../runs/example-run.ts';
import { launchBrowser } from './chromium.ts';
import { RunHost } from './host.ts';
import { openPanel } from './open.ts';
import { servePanel, type Site } from './page.ts';
import { themes } from './themes.ts';

const browser = await launchBrowser();
if ('missing' in browser) console.warn(browser.missing);
const pictures = 'dist/screenshots/panel';

describe.skipIf('missing' in browser)('the run panel in a browser', () => {
  const chromium = browser as Browser;
  let folder: string;
  let run: RunDirectory;
  let site: Site;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'retort-panel-'));
    run = await exampleRun(folder);
    site = await servePanel(dirname(fileURLToPath(program('retort'))), themes);
    await mkdir(pictures, { recursive: true });
  });
  afterAll(async () => {
    await site.close();
    await chromium.close();
    await rm(folder, { recursive: true });
  });

  test('dev', async () => {
    for (const [width, theme, tab] of [
      [1100, 'dark', 'training'],
      [1100, 'light', 'layers'],
      [300, 'high-contrast', 'training'],
      [1600, 'high-contrast-light', 'layers'],
      [1100, 'dark', 'report'],
    ] as const) {
      const { page, complaints } = await openPanel(chromium, site, new RunHost(run), {
        width,
        theme,
        state: { view: { tab } },
      });
      await page.locator('h2:visible').first().waitFor();
      await page.waitForTimeout(700);
      await page.screenshot({ path: join(pictures, `dev-${theme}-${tab}-${width}.png`), fullPage: true });
      expect(complaints).toEqual([]);
      await page.close();
    }
  });
});
