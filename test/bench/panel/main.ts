import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../webview/browser/chromium.ts';
import { RunHost } from '../../webview/browser/host.ts';
import { openPanel } from '../../webview/browser/open.ts';
import { servePanel } from '../../webview/browser/page.ts';
import { themes } from '../../webview/browser/themes.ts';
import { longRun } from './run.ts';

export interface PanelRow {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms';
}

const points = 100_000;
const times = 7;

/** How long the run panel takes in a real browser, from runs of 100,000 steps. */
export async function panel(): Promise<readonly PanelRow[]> {
  const browser = await launchBrowser();
  if ('missing' in browser) {
    process.stderr.write(`${browser.missing}\n`);
    return [];
  }
  const folder = await mkdtemp(join(tmpdir(), 'retort-bench-'));
  const site = await servePanel('dist', themes);
  try {
    const rows: PanelRow[] = [];
    for (const series of [10, 50]) {
      const run = await longRun(join(folder, String(series)), series, points);
      const opened: number[] = [];
      const redrawn: number[] = [];
      for (let time = 0; time < times; time++) {
        const { page } = await openPanel(browser, site, new RunHost(run), {
          state: { view: { kind: 'raw' } },
        });
        opened.push(await untilDrawn(page));
        redrawn.push(await redraw(page));
        await page.close();
      }
      const what = `${points.toLocaleString('en')} points × ${series} series`;
      rows.push(
        ...figures(`${what}: from the page's start to curves`, opened),
        ...figures(`${what}: drawn again with another smoothing`, redrawn),
      );
    }
    return rows;
  } finally {
    await site.close();
    await browser.close();
    await rm(folder, { recursive: true });
  }
}

/** Milliseconds from the navigation's start to the frame that shows curves. */
async function untilDrawn(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((done) => {
    const look = () => {
      if (document.querySelector('section:has(#title-loss) .uplot canvas') === null) requestAnimationFrame(look);
      // The next frame begins when this one has been painted.
      else requestAnimationFrame(() => done(performance.now()));
    };
    look();
  })`);
}

/** Milliseconds that the page works on a change of smoothing, with painting. */
const redraw = (page: Page): Promise<number> =>
  page.evaluate<number>(`new Promise((done) => {
    const slider = document.querySelector('.training input[type=range]');
    slider.value = '0.8';
    const before = performance.now();
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    const canvas = document.querySelector('section:has(#title-loss) canvas');
    canvas.getContext('2d').getImageData(0, 0, 1, 1);
    done(performance.now() - before);
  })`);

/** The median, and the least: what it takes when nothing else is at work. */
function figures(name: string, values: readonly number[]): readonly PanelRow[] {
  const sorted = [...values].sort((a, b) => a - b);
  return [
    { name, value: sorted[sorted.length >> 1] ?? NaN, unit: 'ms' },
    { name: `${name}, at best`, value: sorted[0] ?? NaN, unit: 'ms' },
  ];
}
