import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { en } from '../../../webview/text/en.ts';
import { numbersIn } from '../../../webview/text/numbers.ts';
import { here } from './here.ts';
import type { RunHost } from './host.ts';
import { content } from './tabs.ts';

const frames = [
  ['training', 'loss'],
  ['training', 'metric'],
  ['layers', 'layers'],
  ['layers', 'matrix'],
] as const;

async function opened(tab: 'training' | 'layers', id: string) {
  const { page, host } = await here.open({ state: { view: { tab } } });
  await page.locator(content[tab]).first().waitFor();
  await here.quiet(page, host);
  const frame = page.locator('section', { has: page.locator(`#title-${id}`) });
  return { page, host, frame, save: (format: string) => saved(frame, host, id, format) };
}

/** What a chart's button gives to be saved. */
async function saved(frame: Locator, host: RunHost, id: string, format: string): Promise<string> {
  const before = host.asked('save').length;
  await frame.locator('vscode-button', { hasText: format }).click();
  await here.until(() => host.asked('save').length, before + 1);
  const file = host.asked('save').at(-1);
  expect(file).toMatchObject({ name: id, format: format.toLowerCase() });
  return typeof file?.content === 'string' ? file.content : '';
}

describe.skipIf(here.missing !== null)('a chart as a file', { timeout: 120_000 }, () => {
  test.each(frames)('is a picture: %s, %s', async (tab, id) => {
    const { page, save } = await opened(tab, id);
    const file = (await save('PNG')).replace('base64:', '');
    const bytes = Buffer.from(file, 'base64');
    expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const { width, height, painted } = await page.evaluate<Record<'width' | 'height' | 'painted', number>>(
      `(async () => {
        const bytes = Uint8Array.from(atob('${file}'), (letter) => letter.charCodeAt(0));
        const picture = await createImageBitmap(new Blob([bytes]));
        const pen = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
        pen.drawImage(picture, 0, 0);
        const pixels = new Uint32Array(pen.getImageData(0, 0, picture.width, picture.height).data.buffer);
        const { width, height } = picture;
        return { width, height, painted: pixels.filter((pixel) => pixel !== pixels[0]).length / pixels.length };
      })()`,
    );
    expect(width).toBe(2 * 960);
    expect(height).toBeGreaterThan(200);
    expect(painted).toBeGreaterThan(0.01);
  });

  test.each(frames)('is a drawing with a title: %s, %s', async (tab, id) => {
    const { page, frame, save } = await opened(tab, id);
    const file = JSON.stringify(await save('SVG'));
    const { broken, title, shapes } = await page.evaluate<{ broken: number; title: string; shapes: number }>(
      `(() => {
        const drawing = new DOMParser().parseFromString(${file}, 'image/svg+xml');
        const count = (selector) => drawing.querySelectorAll(selector).length;
        const title = drawing.querySelector('svg > title').textContent;
        return { broken: count('parsererror'), title, shapes: count('path, rect') };
      })()`,
    );
    expect(broken).toBe(0);
    expect(title).toContain(await frame.locator('h2').textContent());
    expect(shapes).toBeGreaterThan(8);
  });

  test.each(frames)('is the table that the panel shows: %s, %s', async (tab, id) => {
    const { page, frame, save } = await opened(tab, id);
    const file = await save('CSV');
    // So a comma ends a field.
    expect(file).not.toContain('"');
    const [names = [], ...rows] = file
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    await frame.locator('vscode-checkbox', { hasText: 'Table' }).click();
    const shown = await page.evaluate<readonly (readonly string[])[]>(
      `Array.from(document.querySelectorAll('section:has(#title-${id}) tr'), (row) =>
        Array.from(row.cells, (cell) => cell.textContent))`,
    );
    const { short } = numbersIn('en', en);
    const said = (field: string): string =>
      field === '' ? '–' : Number.isNaN(Number(field)) ? field : short(Number(field));
    expect(rows.length).toBeGreaterThan(2);
    expect(shown).toEqual([names, ...rows.map((row) => row.map(said))]);
  });

  test('tells smoothed values from measured ones', async () => {
    const { save } = await opened('training', 'loss');
    expect((await save('CSV')).split('\r\n')[0]).toContain('kd,kd (smoothed)');
  });
});
