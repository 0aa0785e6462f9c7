import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { here } from './here.ts';
import type { OpenOptions } from './open.ts';
import { content } from './tabs.ts';

const loss = 'section:has(#title-loss)';
const metric = 'section:has(#title-metric)';
const layers = 'section:has(#title-layers)';
const matrix = 'section:has(#title-matrix)';

async function opened(tab: 'training' | 'layers', options: OpenOptions = {}) {
  const panel = await here.open({ state: { view: { tab } }, ...options });
  const { page, host } = panel;
  await page.locator(content[tab]).first().waitFor();
  if (options.clock !== true) await here.quiet(page, host);
  return {
    ...panel,
    /** Chooses as a person does, and waits for what is read then. */
    choose: async (label: string, option: string): Promise<void> => {
      const box = page.locator(`vscode-dropdown[aria-label="${label}"]:visible`);
      await box.click();
      await box.locator('vscode-option').getByText(option, { exact: true }).click();
      await here.quiet(page, host);
    },
    press: async (label: string): Promise<void> => {
      await page.locator('vscode-checkbox:visible', { hasText: label }).first().click();
      await here.quiet(page, host);
    },
    says: (frame: string, what = '.line-chart') =>
      page.locator(`${frame} ${what}`).getAttribute('aria-label'),
  };
}

/** Pixels of the loss chart that nearly have a colour. */
const painted = (page: Page, colour: string): Promise<number> =>
  page.evaluate(`(() => {
    const pen = new OffscreenCanvas(1, 1).getContext('2d');
    pen.fillStyle = ${JSON.stringify(colour)};
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
    const canvas = document.querySelector('${loss} canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let found = 0;
    for (let at = 0; at < data.length; at += 4)
      if (Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue) < 40) found++;
    return found;
  })()`);

describe.skipIf(here.missing !== null)('a person chooses', { timeout: 120_000 }, () => {
  test('raw or weighted terms, or their shares of the gradient', async () => {
    const { host, choose, says } = await opened('training');
    expect(await says(loss)).toContain('Loss: 5 lines');
    for (const [option, lines, y, table, suffix] of [
      ['Raw', 4, 'loss', 'train', '.raw'],
      ['Share of gradient', 4, 'share of gradient', 'diagnostics', '.gradientShare'],
      ['Weighted', 5, 'weighted loss', 'train', '.weighted'],
    ] as const) {
      await choose('Value of terms', option);
      const read = host.asked('read').at(-1);
      expect(read?.table).toBe(table);
      const columns = read?.columns.filter((name) => name !== 'loss') ?? [];
      expect(columns).toHaveLength(4);
      for (const name of columns) expect(name).toMatch(new RegExp(`\\${suffix}$`));
      expect(await says(loss)).toBe(`Loss: ${lines} lines from step 1 to step 120. x: step, y: ${y}.`);
    }
  });

  test('steps, epochs or time, along which both charts are drawn', async () => {
    const { host, choose, says } = await opened('training');
    const columns = () => host.asked('read').flatMap((read) => read.columns);
    expect(columns()).not.toContain('epoch');
    await choose('x axis', 'epoch');
    expect(columns()).toContain('epoch');
    expect(await says(loss)).toMatch(/from epoch \S+ to epoch \S+ x: epoch, y/);
    expect(await says(metric)).toContain('x: epoch, y: accuracy');
    expect(columns()).not.toContain('elapsedMs');
    await choose('x axis', 'time');
    expect(columns()).toContain('elapsedMs');
    expect(await says(loss)).toMatch(/from time 0 to time \S+ x: time, y/);
    expect(await says(metric)).toContain('x: time, y: accuracy');
  });

  test('logarithmic axes', async () => {
    const { page, press, says } = await opened('training');
    const drawn = () => page.evaluate<string>(`document.querySelector('${loss} canvas').toDataURL()`);
    const linear = await drawn();
    await press('Log y');
    expect(await says(loss)).toContain('x: step, y: weighted loss (logarithmic).');
    const logarithmic = await drawn();
    expect(logarithmic).not.toBe(linear);
    await press('Log x');
    expect(await says(loss)).toContain('x: step (logarithmic), y: weighted loss (logarithmic).');
    // A metric has no logarithmic axis of its own: it can be 0.
    expect(await says(metric)).toContain('x: step (logarithmic), y: accuracy.');
    expect(await drawn()).not.toBe(logarithmic);
    await press('Log x');
    await press('Log y');
    expect(await drawn()).toBe(linear);
  });

  test('lines in the legend: one that is hidden is gone, and comes back', async () => {
    const { page, says } = await opened('training');
    const entry = page.locator(`${loss} .legend button`, { hasText: 'kd' });
    const colour = (await entry.locator('line').getAttribute('stroke')) ?? '';
    expect(await painted(page, colour)).toBeGreaterThan(50);
    await entry.click();
    await here.frames(page);
    expect(await says(loss)).toContain('Loss: 4 lines');
    expect(await painted(page, colour)).toBe(0);
    expect(await entry.locator('.value').textContent()).toBe('');
    await entry.click();
    await here.frames(page);
    expect(await says(loss)).toContain('Loss: 5 lines');
    expect(await painted(page, colour)).toBeGreaterThan(50);
  });

  test('cosine or relative error of layers', async () => {
    const { host, choose, says } = await opened('layers');
    expect(await says(layers, '.heat-map')).toContain('Pairs over time: CKA. ');
    for (const [option, suffix] of [
      ['Cosine', '.cosine'],
      ['Relative error', '.relativeError'],
      ['CKA', '.cka'],
    ] as const) {
      const before = host.asked('read').length;
      await choose('Measure', option);
      const [read] = host.asked('read').slice(before);
      expect(read?.columns.filter((name) => name.endsWith(suffix))).toHaveLength(3);
      expect(await says(layers, '.heat-map')).toContain(`Pairs over time: ${option}. `);
    }
  });

  test('a step of the matrix with its slider', async () => {
    const { page, says } = await opened('layers');
    const slider = page.locator(`${matrix} input[type=range]`);
    const at = async () => [
      await page.locator(`${matrix} output`).textContent(),
      await says(matrix, '.heat-map'),
    ];
    expect(await at()).toEqual(['120', 'Student × teacher CKA, step 120']);
    await slider.click({ position: { x: 1, y: 8 } });
    expect(await at()).toEqual(['1', 'Student × teacher CKA, step 1']);
    await page.keyboard.press('ArrowRight');
    expect(await at()).toEqual(['10', 'Student × teacher CKA, step 10']);
    expect(await slider.getAttribute('aria-valuetext')).toBe('10');
    await page.keyboard.press('End');
    expect(await at()).toEqual(['120', 'Student × teacher CKA, step 120']);
  });
});

describe.skipIf(here.missing !== null)('a person is told', { timeout: 120_000 }, () => {
  test('the values of all charts under the pointer', async () => {
    const { page } = await opened('training');
    const table = page.locator(`${metric} vscode-checkbox`, { hasText: 'Table' });
    await table.click();
    const rows = await page.evaluate<readonly (readonly string[])[]>(
      `Array.from(document.querySelectorAll('${metric} tbody tr'), (row) =>
        Array.from(row.cells, (cell) => cell.textContent))`,
    );
    const student = Number(rows.find(([step]) => step === '60')?.[1]);
    await table.click();
    const value = page.locator(`${metric} .legend button`, { hasText: 'student' }).locator('.value');
    const newest = await value.textContent();
    const over = page.locator(`${loss} .u-over`);
    const { width = 0, height = 0 } = (await over.boundingBox()) ?? {};
    await over.hover({ position: { x: width / 2, y: height / 2 } });
    expect(Number.parseFloat((await value.textContent()) ?? '')).toBeCloseTo(student * 100, 0);
    await page.mouse.move(1, 1);
    expect(await value.textContent()).toBe(newest);
    expect(Number.parseFloat(newest ?? '')).not.toBeCloseTo(student * 100, 0);
  });

  test('the formula of every term', async () => {
    const { page, host } = await opened('training');
    const terms = (await host.describe()).stages.find(({ name }) => name === 'distil')?.terms ?? [];
    expect(terms).toHaveLength(4);
    for (const { id, formula } of terms) {
      const item = page.locator(`${loss} .legend li`, { hasText: id.replace('distil/', '') });
      const note = item.locator('[role=tooltip]');
      expect(await note.isVisible()).toBe(false);
      await item.locator('button').hover();
      expect(await note.isVisible()).toBe(true);
      expect((await note.textContent())?.trim()).toBe(formula.trim());
      expect(await item.locator('button').getAttribute('aria-describedby')).toBe(
        await note.getAttribute('id'),
      );
    }
  });

  test('the formula of the smoothing, with the pointer, the keyboard and without eyes', async () => {
    const { page } = await opened('training');
    const slider = page.locator('.training .slider');
    const note = page.locator(`#${await slider.locator('input').getAttribute('aria-describedby')}`);
    expect(await note.textContent()).toBe('mₜ = s·mₜ₋₁ + (1 − s)·xₜ, drawn: mₜ ∕ (1 − sᵗ)');
    expect(await note.isVisible()).toBe(false);
    await slider.hover();
    expect(await note.isVisible()).toBe(true);
    // Nothing is over it or cuts it off.
    const top = await page.evaluate(`(({ left, top }) => document.elementFromPoint(left + 4, top + 4).id)(
      document.querySelector('#smoothing-formula').getBoundingClientRect())`);
    expect(top).toBe('smoothing-formula');
    await page.screenshot({ path: 'dist/screenshots/panel/smoothing-formula.png' });
    await page.mouse.move(1, 1);
    expect(await note.isVisible()).toBe(false);
    await page.locator('vscode-dropdown[aria-label="Value of terms"]').focus();
    await page.keyboard.press('Tab');
    expect(await note.isVisible()).toBe(true);
  });
});

describe.skipIf(here.missing !== null)('the matrix plays', { timeout: 120_000 }, () => {
  test.each([
    [false, 160],
    [true, 1000],
  ])('a picture at a time, slower with less motion (%s)', async (reducedMotion, frameMs) => {
    const { page } = await opened('layers', { clock: true, reducedMotion });
    const step = page.locator(`${matrix} output`);
    // A minute ahead of whatever the page has seen so far; there it stands still.
    await page.clock.pauseAt(Date.now() + 60_000);
    await page.locator(`${matrix} vscode-button`, { hasText: 'Play' }).click();
    expect(await step.textContent()).toBe('1');
    await page.clock.runFor(frameMs - 1);
    expect(await step.textContent()).toBe('1');
    await page.clock.runFor(1);
    expect(await step.textContent()).toBe('10');
    await page.clock.runFor(frameMs);
    expect(await step.textContent()).toBe('20');
  });
});
