import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { processesOf } from '../processes.ts';
import { openText } from '../text-editor.ts';
import { until } from '../until.ts';
import { beside, closeTab, sound, type Desk } from './desk.ts';

export const problems = (desk: () => Desk): void => {
  describe('problems', () => {
    it('are red, and a quick fix puts one right', async () => {
      const { window, text } = desk();
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

    it('are put right all at once', async () => {
      const { window, text } = desk();
      const mistaken = sound.replace('teachers: big', 'teachers: bigg').replace('[accuracy]', '[acuracy]');
      await text.becomes(mistaken);
      await text.squiggles.nth(1).waitFor();
      await window.command('Fix All');
      await text.saved((now) => now === sound);
    });

    it('link to what their codes mean', async () => {
      const { window, text } = desk();
      await text.becomes(sound.replace('loss: kd', 'loss: kkd'));
      await text.squiggles.first().waitFor();
      await window.command('Problems: Focus on Problems View');
      const problem = window.page.locator('.markers-panel .monaco-list-row', { hasText: 'unknown-value' });
      await problem.waitFor();
      await window.photograph('recipe-problems');
      await problem.locator('a', { hasText: 'unknown-value' }).click({ modifiers: ['ControlOrMeta'] });
      await window.page.locator('.tab', { hasText: 'problems.md' }).waitFor();
      await closeTab(window, 'problems.md');
      await window.command('View: Hide Panel');
      await text.becomes(sound);
    });

    it('are no other extension’s: a recipe is not YAML to it', async () => {
      const { window, folder } = desk();
      await openText(window, join(folder, 'plain.yaml'));
      await window.command('Problems: Focus on Problems View');
      // The recipe was there before the plain document: it would have been checked before it.
      const found = window.page.locator('.markers-panel .monaco-list-row', { hasText: 'checked as YAML' });
      await found.first().waitFor();
      expect(await found.count()).toBe(1);
      await window.command('View: Hide Panel');
      await closeTab(window, 'plain.yaml');
    });

    it('are found in every folder by one server', async () => {
      const { editor, window, other } = desk();
      const text = await openText(window, join(other, 'beside.distill.yaml'));
      // Only who may look at the data of that folder knows how long its stages are.
      await text.shows(/epochs/);
      await text.becomes(beside.replace('teachers: giant', 'teachers: gian'));
      await text.squiggles.first().waitFor();
      const isServer = ({ command }: { readonly command: string }) => command.includes('language-server');
      expect((await processesOf(editor.runtime)).filter(isServer)).toHaveLength(1);
      await text.becomes(beside);
      await until('no problem', async () => (await text.squiggles.count()) === 0);
      await closeTab(window, 'beside.distill.yaml');
    });
  });
};
