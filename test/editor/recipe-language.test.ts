import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { recipe } from '../e2e/workspace.ts';
import { processesOf } from './processes.ts';
import { shownRun } from './run-panel.ts';
import { smallFolder } from './runs.ts';
import { describeEditor } from './suite.ts';
import { openText, type TextEditor } from './text-editor.ts';
import { until } from './until.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const sound = recipe();

/** What the editor's file watcher tells of a first run is a matter of luck on Linux: here it tells nothing. */
const settings = { 'files.watcherExclude': { '**/.retort/**': true } };

describeEditor('a recipe while it is written', { settings }, (stage) => {
  let window: Workbench;
  let text: TextEditor;

  beforeAll(async () => {
    const { editor, browser } = stage();
    const folder = await smallFolder(join(editor.folder, 'writing'));
    const path = join(folder, 'small.distill.yaml');
    await writeFile(path, sound);
    window = await openWorkbench(editor, browser, folder);
    text = await openText(window, path);
  });

  it('is a language of its own', async () => {
    await window.page.locator('.statusbar-item', { hasText: 'Distillation Recipe' }).waitFor();
  });

  it('runs from its first line, which then says what came of it', async () => {
    const lens = window.page.locator('.codelens-decoration');
    // One that is drawn anew at this moment loses the click.
    await until('the run', async () => {
      await lens.locator('a', { hasText: 'Run' }).first().click({ timeout: 10_000 });
      await window.page.locator('.tab', { hasText: 'Run: ' }).waitFor({ timeout: 10_000 });
      return true;
    });
    const run = await shownRun(window);
    await run.reaches('Finished', 60_000);
    await window.page.locator('.tab', { hasText: 'small.distill.yaml' }).click();
    await lens.filter({ hasText: 'accuracy' }).waitFor();
    await window.photograph('recipe-lenses');
  });

  it('shows a mistake in red, and a quick fix puts it right', async () => {
    await text.becomes(sound.replace('teachers: big', 'teachers: bigg'));
    await text.squiggles.first().waitFor();
    await text.cursor('bigg');
    await text.press('Control+.');
    const fix = window.page.locator('.action-widget .monaco-list-row', { hasText: 'big' }).first();
    await fix.waitFor();
    await window.photograph('recipe-quick-fix');
    await fix.click();
    await text.squiggles.first().waitFor({ state: 'detached' });
    await text.saved((now) => now === sound);
  });

  it('lists problems with links to what their codes mean', async () => {
    await text.becomes(sound.replace('loss: kd', 'loss: kkd'));
    await text.squiggles.first().waitFor();
    await window.command('Problems: Focus on Problems View');
    const problem = window.page.locator('.markers-panel .monaco-list-row', { hasText: 'unknown-value' });
    await problem.waitFor();
    await window.photograph('recipe-problems');
    await problem.locator('a', { hasText: 'unknown-value' }).click({ modifiers: ['ControlOrMeta'] });
    const explanation = window.page.locator('.tab', { hasText: 'problems.md' });
    await explanation.waitFor();
    await explanation.getByRole('button', { name: /Close/ }).click();
    await window.command('View: Hide Panel');
    await text.becomes(sound);
  });

  it('completes a loss, and a tap of the two networks', async () => {
    await text.becomes(sound.replace('loss: kd,', 'loss: ,'));
    await text.cursor('loss: ,');
    await text.press(...Array.from({ length: 6 }, () => 'ArrowRight'));
    await text.press('Control+Space');
    const proposals = window.page.locator('.suggest-widget.visible .monaco-list-row');
    const chosen = window.page.locator('.suggest-widget.visible .monaco-list-row.focused');
    await proposals.filter({ hasText: /^kd/ }).first().waitFor();
    await window.photograph('recipe-completion');
    await text.type('kd');
    await chosen.filter({ hasText: /^kd/ }).waitFor();
    await text.press('Enter');
    await text.saved((now) => now === sound);

    await text.becomes(sound.replace('{ loss: kd,', '{ loss: hint, pairs: [[, hidden.1]],'));
    await text.cursor('[[', 'after');
    await text.press('Control+Space');
    await proposals.filter({ hasText: 'hidden.1' }).first().waitFor();
    await text.type('hidden.1');
    await chosen.filter({ hasText: 'hidden.1' }).waitFor();
    await text.press('Enter');
    await text.saved((now) => now.includes('[[hidden.1, hidden.1]]'));
    await text.becomes(sound);
  });

  it('explains what the cursor is on', async () => {
    await text.cursor('kd,');
    await window.command('Show or Focus Hover');
    const hover = window.page.locator('.monaco-hover:not(.hidden)', { hasText: 'temperature' });
    await hover.first().waitFor();
    await window.photograph('recipe-hover');
    await text.press('Escape', 'Escape');
  });

  it('renames a model wherever it is named', async () => {
    await text.cursor('small: {');
    await text.press('F2');
    const name = window.page.locator('.rename-box input');
    await name.fill('student');
    await name.press('Enter');
    await text.saved((now) => now.includes('student: {') && now.includes('train: student'));
    await text.becomes(sound);
  });

  it('goes to a definition', async () => {
    await text.cursor('teachers: big', 'after');
    await text.press('F12');
    const line = await text.lineOf('  big:');
    await until('the definition', async () => (await text.at()).line === line);
  });

  it('has an outline', async () => {
    await window.command('Go to Symbol in Editor...');
    for (const name of ['models', 'teach', 'distil'])
      await window.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
    await text.press('Escape');
  });

  it('shows what it does not say', async () => {
    const hint = window.page.locator('.view-lines .view-line', { hasText: 'length:' }).first();
    await until('the hint', async () => /= .*epoch/.test((await hint.innerText()).replaceAll('\u00A0', ' ')));
    await window.photograph('recipe-hints');
  });

  it('is laid out', async () => {
    await text.becomes(sound.replace('  big: {', '  big:    {').replace('hidden: [8]', 'hidden:   [8]'));
    await window.command('Format Document');
    await text.saved((now) => now.includes('hidden: [8]'));
    await text.becomes(sound);
  });

  it('goes on when its server was killed, and says so once', async () => {
    const { editor } = stage();
    for (const { pid, command } of await processesOf(editor.runtime))
      if (command.includes('language-server')) process.kill(pid, 'SIGKILL');
    await window.notifications().filter({ hasText: 'started again' }).waitFor();
    await text.becomes(sound.replace('teachers: big', 'teachers: bigg'));
    await text.squiggles.first().waitFor();
  });

  it('leaves no complaint', () => {
    expect(window.complaints).toEqual([]);
  });
});
