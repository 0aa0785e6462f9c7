import { describe, expect, it } from 'vitest';
import { until } from '../until.ts';
import { closeTab, sound, type Desk } from './desk.ts';

export const reading = (desk: () => Desk): void => {
  describe('for who reads it, a recipe', () => {
    it('says what a loss, a model and a tap are', async () => {
      const { window, text } = desk();
      const says = async (...words: readonly string[]): Promise<void> => {
        await window.command('Show or Focus Hover');
        let hover = window.page.locator('.monaco-hover:not(.hidden)');
        for (const word of words) hover = hover.filter({ hasText: word });
        await hover.first().waitFor();
      };
      await text.cursor('kd,');
      await says('temperature', 'TextBrewer');
      await window.photograph('recipe-hover');
      await text.press('Escape', 'Escape');
      await text.cursor('teachers: big', 'after');
      await says('Parameters: 323', 'Trained in teach');
      await text.press('Escape', 'Escape');
      await text.becomes(sound.replace('{ loss: kd,', '{ loss: hint, pairs: [[hidden.1, hidden.1]],'));
      await text.cursor('hidden.1');
      await says('tap of small', 'teacher hidden.1 [8]');
      await text.press('Escape', 'Escape');
      await text.becomes(sound);
    });

    it('has words of its own in a colour of their own', async () => {
      const { window } = desk();
      const words = window.page.locator('.editor-instance .view-line span span');
      /** A class of which the theme gives each colour one. */
      const colour = (word: string) =>
        words
          .filter({ hasText: new RegExp(`^\\s*${word}$`) })
          .first()
          .getAttribute('class');
      await until('the colour', async () => (await colour('kd')) !== (await colour('Small')));
    });

    it('folds its comments', async () => {
      const { window, text } = desk();
      await text.becomes(`# and one line more\n${sound}`);
      await until('the fold', async () => {
        await window.command('Fold All Block Comments');
        return !(await text.shown()).includes('one line more');
      });
      await window.command('Unfold All');
      await text.shows(/one line more/);
      await text.becomes(sound);
    });

    it('is selected from word to key', async () => {
      const { window, text } = desk();
      await text.cursor('4 }\nevaluate');
      for (const length of ['4', 'temperature: 4'].map((part) => part.length)) {
        await text.press('Shift+Alt+ArrowRight');
        await window.page.locator('.statusbar-item', { hasText: `(${length} selected)` }).waitFor();
      }
    });

    it('leads to its files', async () => {
      const { window, text } = desk();
      await text.cursor('train,');
      await window.page.locator('.editor-instance .detected-link', { hasText: 'train' }).first().waitFor();
      await window.command('Open Link');
      await window.page.locator('.tab', { hasText: 'train-images-idx3-ubyte' }).waitFor();
      await closeTab(window, 'train-images-idx3-ubyte');
    });

    it('shows what it does not say, and defaults only where they are wanted', async () => {
      const { editor, window, text } = desk();
      await text.shows(/length: \d+ steps *= [\d.]+ epochs/);
      await text.shows(/beta1: 0\.9/);
      await window.photograph('recipe-hints');
      await editor.configure({ 'retort.showDefaults': false });
      await until('no default', async () => !(await text.shown()).includes('beta1: 0.9'));
      expect(await text.shown()).toMatch(/= [\d.]+ epochs/);
      await editor.configure({ 'retort.showDefaults': true });
      await text.shows(/beta1: 0\.9/);
    });

    it('is laid out', async () => {
      const { window, text } = desk();
      await text.becomes(sound.replace('  big: {', '  big:    {').replace('hidden: [8]', 'hidden:   [8]'));
      await window.command('Format Document');
      await text.saved((now) => now.includes('hidden: [8]'));
      await text.becomes(sound);
    });
  });
};
