import { beforeAll, expect, it } from 'vitest';
import { processesOf } from './processes.ts';
import { completion } from './recipe-language/completion.ts';
import { openDesk, sound, type Desk } from './recipe-language/desk.ts';
import { names } from './recipe-language/names.ts';
import { problems } from './recipe-language/problems.ts';
import { reading } from './recipe-language/reading.ts';
import { shownRun } from './run-panel.ts';
import { describeEditor } from './suite.ts';
import { until } from './until.ts';

/** What the editor's file watcher tells of a first run is a matter of luck on Linux: here it tells nothing. */
const settings = { 'files.watcherExclude': { '**/.retort/**': true } };

const options = { settings, extension: 'test/editor/yaml-checker' };

describeEditor('a recipe while it is written', options, (stage) => {
  let opened: Desk;
  const desk = (): Desk => opened;

  beforeAll(async () => {
    opened = await openDesk(stage());
  });

  it('is a language of its own', async () => {
    await desk().window.page.locator('.statusbar-item', { hasText: 'Distillation Recipe' }).waitFor();
  });

  it('is checked from its first line', async () => {
    const { window } = desk();
    const check = window.page.locator('.codelens-decoration a', { hasText: 'Check' }).first();
    const answer = window.notifications().filter({ hasText: 'small.distill.yaml is fine: 26 steps' });
    // One that is drawn anew at this moment loses the click.
    await until('the answer', async () => {
      if (!(await answer.isVisible())) await check.click({ timeout: 10_000 });
      await answer.waitFor({ timeout: 10_000 });
      return true;
    });
    await window.command('Notifications: Clear All Notifications');
  });

  it('runs from its first line, which then says what came of it', async () => {
    const { window } = desk();
    const lens = window.page.locator('.codelens-decoration');
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

  problems(desk);
  completion(desk);
  names(desk);
  reading(desk);

  it('goes on when its server was killed, and says so once', async () => {
    const { editor, window, text } = desk();
    for (const { pid, command } of await processesOf(editor.runtime))
      if (command.includes('language-server')) process.kill(pid, 'SIGKILL');
    await window.notifications().filter({ hasText: 'started again' }).waitFor();
    await text.becomes(sound.replace('teachers: big', 'teachers: bigg'));
    await text.squiggles.first().waitFor();
  });

  it('leaves no complaint', () => {
    expect(desk().window.complaints).toEqual([]);
  });
});
