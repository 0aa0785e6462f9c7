import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openText } from '../text-editor.ts';
import { until } from '../until.ts';
import { closeTab, sound, type Desk } from './desk.ts';

export const names = (desk: () => Desk): void => {
  describe('names', () => {
    it('are renamed wherever they stand', async () => {
      const { window, text } = desk();
      await text.cursor('small: {');
      await text.press('F2');
      const name = window.page.locator('.rename-box input');
      await name.fill('student');
      await name.press('Enter');
      await text.saved((now) => now.includes('student: {') && now.includes('train: student'));
      await text.becomes(sound);
    });

    it('lead to their definition', async () => {
      const { text } = desk();
      await text.cursor('teachers: big', 'after');
      await text.press('F12');
      const line = await text.lineOf('  big:');
      await until('the definition', async () => (await text.at()).line === line);
    });

    it('lead to all that refers to them', async () => {
      const { window, text } = desk();
      await text.cursor('big: {');
      await text.press('Shift+F12');
      const peek = window.page.locator('.reference-zone-widget');
      const places = peek.locator('.monaco-list-row');
      for (const [index, line] of ['big: { network', 'train: big', 'teachers: big'].entries())
        await places.nth(index).filter({ hasText: line }).waitFor();
      expect(await places.count()).toBe(3);
      await window.photograph('recipe-references');
      await text.press('Escape');
      await peek.waitFor({ state: 'detached' });
    });

    it('are an outline', async () => {
      const { window, text } = desk();
      await window.command('Go to Symbol in Editor...');
      for (const name of ['models', 'teach', 'distil'])
        await window.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
      await text.press('Escape');
    });

    it('are found in recipes that nobody has opened', async () => {
      const { window, other } = desk();
      const { page } = window;
      await window.command('Go to Symbol in Workspace...');
      await page.locator('.quick-input-box input').fill('#giant');
      const found = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'giant' });
      await found.filter({ hasText: 'beside.distill.yaml' }).waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.tab.active', { hasText: 'beside.distill.yaml' }).waitFor();
      const text = await openText(window, join(other, 'beside.distill.yaml'));
      const line = await text.lineOf('  giant:');
      await until('the model', async () => (await text.at()).line === line);
      await closeTab(window, 'beside.distill.yaml');
    });
  });
};
