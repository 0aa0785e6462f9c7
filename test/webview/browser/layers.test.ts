import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { here } from './here.ts';

const pictures = 'dist/screenshots/panel';
const layers = { state: { view: { tab: 'layers' } } } as const;
const frame = 'section:has(#title-layers)';

interface Kept {
  readonly view: { readonly zoom: { readonly from: number; readonly to: number } | null; readonly x: string };
}

/** The heat map's place on the page. */
async function placeOf(canvas: Locator) {
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('The heat map has no place.');
  return box;
}

async function opened(options = {}) {
  const panel = await here.open({ ...layers, ...options });
  const canvas = panel.page.locator(`${frame} canvas`);
  await canvas.waitFor();
  await here.quiet(panel.page, panel.host);
  return { ...panel, canvas, view: async () => ((await panel.state()) as Kept).view };
}

describe.skipIf(here.missing !== null)('the heat map of layers over a training', { timeout: 120_000 }, () => {
  test('is zoomed by dragging, reads that part, and goes back by a double click', async () => {
    const { page, host, canvas, view } = await opened();
    await mkdir(pictures, { recursive: true });
    const { x, y, width } = await placeOf(canvas);
    await page.mouse.move(x + width * 0.6, y + 20);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.9, y + 20, { steps: 5 });
    await page.screenshot({ path: join(pictures, 'layers-selecting.png') });
    await page.mouse.up();
    await here.quiet(page, host);
    await page.screenshot({ path: join(pictures, 'layers-zoomed.png') });
    // Under the pointer lies another cell by now.
    expect(await page.locator(`${frame} .under`).textContent()).toBe('');
    const { zoom } = await view();
    expect(zoom?.from).toBeGreaterThan(30);
    expect(zoom?.to).toBeLessThan(120);
    const parts = host.asked('read').filter(({ table, to }) => table === 'diagnostics' && to !== undefined);
    expect(parts.some(({ from = 0, to = 0 }) => to - from < 100)).toBe(true);
    // The sentence is about the whole training, whatever is seen of it.
    expect(await page.locator('.lag').textContent()).toMatch(/CKA/);
    await canvas.dblclick({ position: { x: width * 0.75, y: 20 } });
    expect((await view()).zoom).toBeNull();
  });

  test('shows the part that the other charts show, and they the part that it shows', async () => {
    const { page, host, view } = await opened({
      state: { view: { tab: 'layers', zoom: { from: 41, to: 81 } } },
    });
    const table = page.locator(`${frame} tbody th, ${frame} tbody td:first-child`);
    await page.locator(`${frame} vscode-checkbox`, { hasText: 'Table' }).click();
    expect(await table.allTextContents()).toEqual(['50', '60', '70', '80']);
    await page.locator(`${frame} vscode-button`, { hasText: 'Follow' }).click();
    await here.quiet(page, host);
    expect((await view()).zoom).toBeNull();
    expect(await table.count()).toBe(13);
  });

  test('is zoomed and panned by keys, while arrows alone go from cell to cell', async () => {
    const { page, host, view } = await opened();
    const map = page.locator(`${frame} .heat-map`);
    await map.focus();
    await page.keyboard.press('+');
    await here.quiet(page, host);
    expect((await view()).zoom).toEqual({ from: 30.75, to: 90.25 });
    await page.keyboard.press('Shift+ArrowRight');
    await here.quiet(page, host);
    expect((await view()).zoom).toEqual({ from: 36.7, to: 96.2 });
    await page.keyboard.press('Home');
    expect(await page.locator(`${frame} .under`).textContent()).toContain('step 40');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator(`${frame} .under`).textContent()).toContain('step 50');
    expect((await view()).zoom).toEqual({ from: 36.7, to: 96.2 });
    await page.keyboard.press('0');
    expect((await view()).zoom).toBeNull();
  });

  test('has the axis of the other charts: steps, epochs or time', async () => {
    const { page, host, view } = await opened({ state: { view: { tab: 'layers', x: 'epoch' } } });
    await page.locator(`${frame} .heat-map`).focus();
    await page.keyboard.press('End');
    expect(await page.locator(`${frame} .under`).textContent()).toMatch(/· epoch \d/);
    await page.screenshot({ path: join(pictures, 'layers-epochs.png') });
    await page.locator(`${frame} vscode-dropdown[aria-label="x axis"]`).focus();
    await page.keyboard.press('ArrowDown');
    await here.quiet(page, host);
    expect((await view()).x).toBe('time');
  });

  test('draws the crosshair through all its rows', async () => {
    const { page, canvas } = await opened();
    const { x, y, width } = await placeOf(canvas);
    const rowsBelow = () =>
      page.evaluate<string>(`{
        const canvas = document.querySelector('${frame} canvas');
        const top = 40 * devicePixelRatio;
        const { data } = canvas.getContext('2d').getImageData(0, top, canvas.width, 20 * devicePixelRatio);
        Array.from(data).join();
      }`);
    const before = await rowsBelow();
    await page.mouse.move(x + width * 0.7, y + 15);
    await here.frames(page);
    expect(await rowsBelow()).not.toBe(before);
    await page.mouse.move(x + width * 0.7, y - 60);
    await here.frames(page);
    expect(await rowsBelow()).toBe(before);
  });
});
