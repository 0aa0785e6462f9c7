import { readFile, writeFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { until } from './until.ts';
import type { Workbench } from './workbench.ts';

/** The text editor of a window with one file in it, and what a person does there. */
export interface TextEditor {
  /** Gives the file another text, as another program would, and waits until the editor shows it. */
  readonly becomes: (text: string) => Promise<void>;
  /** Puts the cursor before or, with `after`, behind the first place of a word. */
  readonly cursor: (word: string, where?: 'before' | 'after') => Promise<void>;
  readonly press: (...keys: readonly string[]) => Promise<void>;
  readonly type: (text: string) => Promise<void>;
  /** Saves, and waits until the file is as is wanted. */
  readonly saved: (wanted: (text: string) => boolean) => Promise<void>;
  /** The line of the first place of a word, from 1. */
  readonly lineOf: (word: string) => Promise<number>;
  readonly squiggles: Locator;
  /** What is drawn, with all that the editor writes between the words. */
  readonly shown: () => Promise<string>;
  readonly shows: (words: RegExp) => Promise<void>;
  /** Where the cursor is, both from 1. */
  readonly at: () => Promise<{ readonly line: number; readonly column: number }>;
}

export async function openText({ page, command }: Workbench, path: string): Promise<TextEditor> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const input = page.locator('.quick-input-widget .quick-input-box input');
  const lines = page.locator('.editor-instance .view-lines');
  await command('Go to File...').catch(() => undefined);
  await input.waitFor();
  await input.fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
  await input.press('Enter');
  await page.locator('.tab.active', { hasText: name }).waitFor();
  await lines.first().waitFor();

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const at = async () => {
    const words = await page.locator('.statusbar-item', { hasText: /Ln \d+, Col \d+/ }).innerText();
    const [, line = '', column = ''] = /Ln (\d+), Col (\d+)/.exec(words) ?? [];
    return { line: Number(line), column: Number(column) };
  };
  const goTo = async (line: number, column: number): Promise<void> => {
    await press('Control+g');
    await input.waitFor();
    await input.fill(`:${line}:${column}`);
    await input.press('Enter');
    await until('the cursor', async () => {
      const now = await at();
      return now.line === line && now.column === column;
    });
  };
  /** The editor draws spaces as others. */
  const shown = async (): Promise<string> => (await lines.innerText()).replaceAll('\u00A0', ' ');
  let count = 0;
  return {
    async becomes(text) {
      const mark = `# text ${(count += 1)}`;
      await writeFile(path, `${mark}\n${text}`);
      await press('Control+Home');
      const isShown = async () => (await shown()).includes(mark);
      // A file watcher on Linux can miss a change; asked for, the editor reads the file.
      await until('the new text', isShown, { timeoutMs: 10_000 }).catch(async () => {
        await command('File: Revert File');
        await until('the new text', isShown);
      });
    },
    async cursor(word, where = 'before') {
      const text = await readFile(path, 'utf8');
      const offset = text.indexOf(word) + (where === 'after' ? word.length : 0);
      const before = text.slice(0, offset).split('\n');
      await lines.first().click();
      await goTo(before.length, (before.at(-1)?.length ?? 0) + 1);
    },
    press,
    type: (text) => page.keyboard.type(text, { delay: 20 }),
    async saved(wanted) {
      const dirty = page.locator('.tab.active.dirty', { hasText: name });
      // A change by another program before the editor has seen its own would be taken for its own.
      const isDone = async () => !(await dirty.isVisible()) && wanted(unmarked(await readFile(path, 'utf8')));
      // What a server was asked for may not have come yet; what a refactoring changed saves itself.
      await until('a change', async () => (await dirty.isVisible()) || isDone());
      // Once: a second one may still be writing when the file is as is wanted.
      if (await dirty.isVisible()) await press('Control+s');
      await until('the saved text', isDone);
    },
    async lineOf(word) {
      const text = await readFile(path, 'utf8');
      return text.slice(0, text.indexOf(word)).split('\n').length;
    },
    squiggles: page.locator('.editor-instance .squiggly-error'),
    shown,
    async shows(words) {
      await until(`${words.source} to be shown`, async () => words.test(await shown()));
    },
    at,
  };
}

/** Without the line by which a new text is known. */
const unmarked = (text: string): string => text.replace(/^# text \d+\n/, '');
