import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openText, type TextEditor } from '../text-editor.ts';
import { closeTab, sound, type Desk } from './desk.ts';

export const completion = (desk: () => Desk): void => {
  describe('completion', () => {
    const proposed = (): Locator => desk().window.page.locator('.suggest-widget.visible .monaco-list-row');
    /** Asks for what can be written, and begins to write until that is what would be taken. */
    const seek = async (text: TextEditor, letters: string, wanted: string): Promise<void> => {
      await text.press('Control+Space');
      await proposed().filter({ hasText: wanted }).first().waitFor();
      await text.type(letters);
      await desk()
        .window.page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: wanted })
        .waitFor();
    };

    it('writes a loss, and explains it', async () => {
      const { window, text } = desk();
      await text.becomes(sound.replace('loss: kd,', 'loss: ,'));
      await text.cursor('loss: ,');
      await text.press(...Array.from({ length: 6 }, () => 'ArrowRight'));
      await seek(text, 'kd', 'kd');
      await text.press('Control+Space');
      const details = window.page.locator('.suggest-details-container');
      await details.filter({ hasText: 'Hinton, Vinyals, Dean' }).waitFor();
      await window.photograph('recipe-completion');
      await text.press('Control+Space');
      await details.waitFor({ state: 'hidden' });
      await text.press('Enter');
      await text.saved((now) => now === sound);
    });

    it('writes a tap of the two networks', async () => {
      const { text } = desk();
      await text.becomes(sound.replace('{ loss: kd,', '{ loss: hint, pairs: [[, hidden.1]],'));
      await text.cursor('[[', 'after');
      await seek(text, 'hidden.1', 'hidden.1');
      await text.press('Enter');
      await text.saved((now) => now.includes('[[hidden.1, hidden.1]]'));
      await text.becomes(sound);
    });

    it('writes keys, those first that have to be there', async () => {
      const { text } = desk();
      await text.becomes(sound.replace('    length: 6 steps\n', '    \n'));
      await text.cursor('data: labelled\n    ', 'after');
      await text.press('Control+Space');
      await proposed().first().waitFor();
      expect(await proposed().first().innerText()).toBe('length');
      await text.press('Enter');
      await text.saved((now) => /^ {4}length: \d+ epochs\n {4}batch/m.test(now));
      await text.press('Escape');
      await text.becomes(sound);
    });

    it('writes a whole term', async () => {
      const { text } = desk();
      await text.becomes(sound.replace('temperature: 4 }\n', 'temperature: 4 }\n      - \n'));
      await text.cursor('temperature: 4 }\n      - ', 'after');
      await seek(text, 'hin', 'hint');
      await text.press('Enter');
      await text.saved((now) => /^ {6}- \{ loss: hint, .*pairs: \[.+\].* \}$/m.test(now));
      await text.press('Escape');
      await text.becomes(sound);
    });

    it('goes from folder to file', async () => {
      const { window, text } = desk();
      await text.becomes(sound.replace('path: train, take: 40', 'path: , take: 40'));
      await text.cursor('path: , take');
      await text.press(...Array.from({ length: 6 }, () => 'ArrowRight'));
      await seek(text, 'mor', 'more/');
      await text.press('Enter');
      await window.page
        .locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'more/inner' })
        .waitFor();
      await text.press('Enter');
      await text.saved((now) => now.includes('path: more/inner, take: 40'));
      await text.becomes(sound);
    });

    it('writes a whole recipe into an empty file, which can run as it is', async () => {
      const { window, other } = desk();
      const text = await openText(window, join(other, 'empty.distill.yaml'));
      await window.page.locator('.editor-instance .view-lines').first().click();
      await seek(text, 'Digits', 'Digits in a minute');
      await text.press('Enter');
      await text.saved((now) => now.startsWith('# Title: Digits in a minute\n'));
      await text.saved((now) => now.includes(' path: digits/'));
      await text.shows(/= [\d.,]+ steps/);
      expect(await readdir(join(other, 'digits'))).not.toEqual([]);
      expect(await window.page.locator('.editor-instance .squiggly-warning').count()).toBe(0);
      expect(await text.squiggles.count()).toBe(0);
      await closeTab(window, 'empty.distill.yaml');
    });
  });
};
