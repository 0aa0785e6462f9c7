import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FrameLocator } from 'playwright-core';
import { until } from './until.ts';
import type { Workbench } from './workbench.ts';

/** The run panel that a window shows. */
export interface ShownRun {
  readonly frame: FrameLocator;
  /** `Running`, `Stopped`, `Finished` … */
  readonly reaches: (state: string, timeoutMs?: number) => Promise<void>;
  /** The step that its header names. */
  readonly step: () => Promise<number>;
  readonly press: (name: string) => Promise<void>;
  readonly tab: (name: string) => Promise<void>;
  /** Rules of axe that something serious breaks, with what breaks them. */
  readonly barriers: () => Promise<readonly string[]>;
}

/** Waits for the panel of a run. */
export async function shownRun({ webview }: Workbench): Promise<ShownRun> {
  const frame = webview();
  await frame.locator('header h1').waitFor();
  const step = async (): Promise<number> => {
    const words = await frame.locator('header .facts', { hasText: /step \d/ }).innerText();
    return Number(/step ([\d,]+)/.exec(words)?.[1]?.replaceAll(',', '') ?? Number.NaN);
  };
  return {
    frame,
    step,
    async reaches(state, timeoutMs = 60_000) {
      await frame.locator('header .state', { hasText: state }).waitFor({ timeout: timeoutMs });
    },
    async press(name) {
      await frame.getByRole('button', { name, exact: true }).first().click();
    },
    async tab(name) {
      await frame.getByRole('tab', { name, exact: true }).click();
    },
    async barriers() {
      const own = await (await frame.locator('body').elementHandle()).ownerFrame();
      if (own === null) throw new Error('The panel has no frame.');
      await own.evaluate(axe());
      const found = await own.evaluate<{ violations: readonly Violation[] }>('axe.run(document)');
      return found.violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    },
  };
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

const axe = (): string => readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Opens the first run of the list, which is called `view` in the editor's language. */
export async function openFirstRun(window: Workbench, view = 'Runs'): Promise<ShownRun> {
  await openFirstPanel(window, view);
  return shownRun(window);
}

/** The same, whatever the panel says. */
export async function openFirstPanel(window: Workbench, view = 'Runs'): Promise<void> {
  await until('the panel', async () => {
    // A row that changes is drawn anew; a click can fall between.
    await window.rows(view).first().click({ timeout: 5_000 });
    await window.page.locator('iframe.webview').waitFor({ timeout: 8_000 });
    return true;
  });
}

/** Waits until the run has gone on. */
export async function movesOn(run: ShownRun): Promise<void> {
  const before = await run.step();
  await until(`a step after ${before}`, async () => (await run.step()) > before);
}
