import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { answer, choose, followLink, pick } from './asking.ts';
import { movesOn, shownRun } from './run-panel.ts';
import { held } from './processes.ts';
import { runsOf, smallFolder, workerOf } from './runs.ts';
import type { Editor } from './start.ts';
import { describeEditor } from './suite.ts';
import { until } from './until.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

describeEditor('a workspace of two folders', {}, (stage) => {
  let alpha: string;
  let beta: string;
  let window: Workbench;

  beforeAll(async () => {
    const { editor, browser } = stage();
    const place = join(editor.folder, 'both');
    await mkdir(place);
    alpha = await smallFolder(join(place, 'alpha'), { name: 'Long', steps: 1_000_000 });
    beta = await smallFolder(join(place, 'two words'), { name: 'Short' });
    const file = join(place, 'both.code-workspace');
    await writeFile(file, JSON.stringify({ folders: [{ path: 'alpha' }, { path: 'two words' }] }));
    window = await openWorkbench(editor, browser, file);
    await window.showSideBar();
  });

  const row = (view: string, ...words: readonly string[]) =>
    words.reduce((rows, hasText) => rows.filter({ hasText }), window.rows(view));
  /** What its line says. */
  const line = (view: string, ...words: readonly string[]) => row(view, ...words).innerText();
  const atWork = (count: string) =>
    window.page.locator('.activitybar [aria-label^="Retort"] .badge', { hasText: count }).waitFor();
  const showTab = (name: string) => window.page.locator('.tab', { hasText: name }).first().click();

  it('runs a recipe of either in its own folder, one after the other, and counts them', async () => {
    await choose(row('Recipes', 'alpha'), 'Run Recipe');
    const long = await shownRun(window);
    await long.reaches('Running');
    await movesOn(long);
    await atWork('1');
    await choose(row('Recipes', 'two words'), 'Run Recipe');
    await window.page.locator('.tab', { hasText: 'Run: Short' }).waitFor();
    const short = await shownRun(window);
    await short.reaches('Queued');
    await atWork('2');
    await window.photograph('run-queued');
    // While it trains its row is drawn anew every second.
    await held(await workerOf(alpha), () => choose(row('Runs', 'Long'), 'Stop Run'));
    await short.reaches('Finished', 60_000);
    expect((await runsOf(alpha)).map(({ state }) => state)).toEqual(['stopped']);
    expect((await runsOf(beta)).map(({ state }) => state)).toEqual(['finished']);
  });

  it('lists recipes, models and runs of both with their folder', async () => {
    expect(await line('Recipes', 'two words')).toContain('small');
    expect(await line('Recipes', 'alpha')).toContain('small');
    await row('Teachers', 'big', 'two words').waitFor();
    await row('Teachers', 'big', 'alpha').waitFor();
    await row('Runs', 'Short', 'finished · two words').waitFor();
    await row('Runs', 'Long', 'stopped · alpha').waitFor();
    await window.photograph('two-folders');
  });

  it('opens from a link a run of either', async () => {
    for (const [folder, name] of [
      [alpha, 'Long'],
      [beta, 'Short'],
    ] as const) {
      await window.command('View: Close All Editors');
      await window.command('Open URL');
      await followLink(window.page, (await runsOf(folder))[0]?.folder ?? '');
      await window.page.locator('.tab', { hasText: `Run: ${name}` }).waitFor();
    }
  });

  it('proposes to save a chart in the folder of its run', async () => {
    const run = await shownRun(window);
    await run.press('Save as CSV');
    const place = window.page.locator('.quick-input-widget .quick-input-box input');
    await until('the proposal', async () => (await place.inputValue()).endsWith('.csv'));
    expect(await place.inputValue()).toBe(join(beta, 'loss.csv'));
    await place.press('Escape');
  });

  it('shows the tensors of a model with histograms', async () => {
    await choose(row('Teachers', 'big', 'two words'), 'Inspect Model');
    const lines = window.page.locator('.editor-instance .view-lines');
    await lines.getByText('hidden.1/kernel').waitFor();
    // The editor writes plain spaces as others.
    const words = (await lines.innerText()).replace(/\s/g, ' ');
    expect(words).toMatch(/hidden\.1\/kernel {2}F32 \[36, 8\]/);
    expect(words).toMatch(/-0\.\d+ [ ▁-█]{20,} 0\.\d+ {3}mean -?0\.\d+, deviation 0\.\d+/);
    await window.photograph('model-inspected');
  });

  it('says how good a model is on data of a recipe', async () => {
    await choose(row('Teachers', 'big', 'two words'), 'Evaluate Model on…');
    await pick(window.page, 'two words');
    await pick(window.page, 'big');
    await pick(window.page, 'test');
    const said = window.notifications().filter({ hasText: 'big on test: accuracy' });
    await said.waitFor({ timeout: 60_000 });
    expect(await said.innerText()).toMatch(/accuracy [\d.]+ %, loss [\d.]+ nats, 40 samples/);
  });

  it('puts a model into the recipe that is edited, and keeps its comments', async () => {
    const path = join(alpha, 'small.distill.yaml');
    const before = (await readFile(path, 'utf8')).replace('models:', '# who teaches whom\nmodels: # two');
    await writeFile(path, before);
    await row('Recipes', 'alpha').click();
    await window.page.locator('.editor-instance .view-lines').getByText('# who teaches whom').waitFor();
    await choose(row('Teachers', 'big', 'two words'), 'Use Model in Recipe');
    await pick(window.page, 'big');
    await window.page.locator('.editor-instance .view-lines').getByText('checkpoint: ').waitFor();
    await window.command('File: Save All Files');
    const run = (await runsOf(beta))[0]?.folder.split('/').at(-1) ?? '';
    const model = `"../two words/.retort/runs/${run}/models/seed-1/big.safetensors"`;
    const after = before.replace('hidden: [8] } }', `hidden: [8] }, checkpoint: ${model} }`);
    await expect.poll(() => readFile(path, 'utf8'), { timeout: 60_000 }).toBe(after);
  });

  it('lists models of a folder that is registered', async () => {
    const { editor } = stage();
    const elsewhere = join(editor.folder, 'elsewhere');
    await mkdir(elsewhere);
    const run = (await runsOf(beta))[0]?.folder ?? '';
    await copyFile(join(run, 'models/seed-1/big.safetensors'), join(elsewhere, 'big.safetensors'));
    await editor.configure({ 'retort.modelFolders': [elsewhere] });
    // A model has the name that it was trained under; its line names the folder only where that is open.
    await row('Teachers', 'big')
      .filter({ hasNotText: /alpha|two words/ })
      .waitFor();
  });

  it('refuses what its panels never say, and does nothing of it', async () => {
    const { page } = window;
    const [run] = await runsOf(beta);
    const path = run?.folder ?? '';
    await page.addInitScript(keepApi);
    await window.command('View: Close All Editors');
    await row('Runs', 'Short').click();
    const { frame, reaches } = await shownRun(window);
    await reaches('Finished');
    const before = [await contents(alpha), await contents(beta)];
    const hostile = [
      { type: 'request', id: 1001, method: 'remove', params: { runs: [path] } },
      { type: 'request', id: 1002, method: 'constructor', params: null },
      { type: 'request', id: 1003, method: 'describe', params: { run: join(beta, '..') } },
      { type: 'request', id: 1004, method: 'act', params: { action: ['resume'] } },
      { type: 'request', id: 'all', method: 'read', params: { table: '../run', columns: 1, points: 1e9 } },
    ];
    const post = `${JSON.stringify(hostile)}.forEach((one) => kept.postMessage(one))`;
    await frame.locator('body').evaluate(post);
    await until('the refusals', async () => (await refusals(stage().editor)).length === hostile.length);
    for (const [index, refusal] of (await refusals(stage().editor)).entries())
      expect(refusal).toContain(JSON.stringify(hostile[index]));
    expect([await contents(alpha), await contents(beta)]).toEqual(before);
    expect(await frame.locator('header .notice').count()).toBe(0);
  });

  it('keeps a note and tags of a run', async () => {
    await choose(row('Runs', 'Short'), 'Edit Note and Tags of Run');
    await answer(window.page, 'Note for Short', 'worth a second look');
    await answer(window.page, 'Tags of Short', 'good, small');
    await row('Runs', 'Short', '#good · #small').waitFor();
    const [run] = await runsOf(beta);
    const kept: unknown = JSON.parse(await readFile(join(run?.folder ?? '', 'annotations.json'), 'utf8'));
    expect(kept).toMatchObject({ note: 'worth a second look', tags: ['good', 'small'] });
  });

  it('deletes the runs that are selected after one question', async () => {
    const { page } = window;
    await showTab('Run: Short');
    await row('Runs', 'Short').click();
    // What is clicked is opened, and takes the focus then.
    await until('the focus in the panel', () => page.evaluate<boolean>(inPanel));
    await row('Runs', 'Long').click({ modifiers: ['Control'] });
    await page.keyboard.press('Delete');
    const question = page.locator('.monaco-dialog-box', { hasText: 'Delete 2 runs?' });
    for (const name of ['Short', 'Long']) await question.getByText(`${name} (`).waitFor();
    await question.getByRole('button', { name: 'Delete', exact: true }).click();
    await until('an empty list', async () => (await window.rows('Runs').count()) === 0);
    expect([...(await runsOf(alpha)), ...(await runsOf(beta))]).toEqual([]);
  });

  it('met no error of ours in the window', () => {
    expect(window.complaints).toEqual([]);
  });
});

/** For pages of the editor, whose types are not ours: keeps what a panel speaks to its host with. */
const keepApi = `{
  let acquire;
  Object.defineProperty(globalThis, 'acquireVsCodeApi', {
    configurable: true,
    get: () => acquire && (() => (globalThis.kept = acquire())),
    set: (given) => (acquire = given),
  });
}`;

/** For the window, whose types are not ours. */
const inPanel = `document.activeElement?.matches('iframe.webview')`;

/** What its log says that panels were refused. */
async function refusals({ folder }: Editor): Promise<readonly string[]> {
  const logs = join(folder, 'user/logs');
  const names = (await readdir(logs, { recursive: true })).filter((name) => name.endsWith('Retort.log'));
  const texts = await Promise.all(names.map((name) => readFile(join(logs, name), 'utf8')));
  return texts
    .join('')
    .split('\n')
    .filter((line) => line.includes('A message of the run panel was refused.'));
}

/** Every file of a folder's runs. */
async function contents(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const runs = join(folder, '.retort/runs');
  const entries = await readdir(runs, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path)] as const)));
}
