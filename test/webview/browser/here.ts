import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, vi } from 'vitest';
import type { JobRange, RunSummary } from '../../../server/protocol/training.ts';
import type { RunDirectory } from '../../../server/runs/directory.ts';
import { program } from '../../program.ts';
import { launchBrowser } from './chromium.ts';
import { digitsRun } from './digits.ts';
import { type Answers, RunHost } from './host.ts';
import { type OpenOptions, openPanel } from './open.ts';
import { servePanel, type Site } from './page.ts';
import { themes } from './themes.ts';

const browser = await launchBrowser();
if ('missing' in browser) console.warn(browser.missing);

let folder: string;
let run: RunDirectory;
let site: Site;

beforeAll(async () => {
  if ('missing' in browser) return;
  folder = await mkdtemp(join(tmpdir(), 'retort-panel-'));
  run = await digitsRun(folder);
  site = await servePanel(dirname(fileURLToPath(program('retort'))), themes);
  await mkdir('dist/screenshots/panel', { recursive: true });
}, 120_000);

afterAll(async () => {
  if ('missing' in browser) return;
  await site.close();
  await browser.close();
  await rm(folder, { recursive: true });
});

/** One browser, one run that was really trained, and the panel on it. */
export const here = {
  missing: 'missing' in browser ? browser.missing : null,

  async open(options: OpenOptions = {}, instead: Answers = {}) {
    if ('missing' in browser) throw new Error(browser.missing);
    const host = new RunHost(run, instead);
    const opened = await openPanel(browser, site, host, options);
    onTestFinished(() => opened.page.close());
    return { ...opened, host };
  },

  /** The run as if it were in another state, with these trainings or all of its own. */
  async as(summary: Partial<RunSummary>, jobs?: readonly JobRange[]): Promise<Answers> {
    const host = new RunHost(run);
    const described = await host.describe();
    const now = { ...described.summary, ...summary };
    return {
      describe: () => Promise.resolve({ ...described, summary: now, jobs: jobs ?? described.jobs }),
    };
  },

  /** Two animation frames later. */
  frames: (page: Page): Promise<unknown> =>
    page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))'),

  /** Every request has its answer, and the answer is drawn. */
  async quiet(page: Page, host: RunHost): Promise<void> {
    let before = -1;
    while (before !== host.received.length || host.waiting > 0) {
      before = host.received.length;
      await here.frames(page);
    }
  },

  until: (value: () => number, wanted: number): Promise<void> =>
    vi.waitFor(() => expect(value()).toBe(wanted), { timeout: 10_000 }),
};
