import type { Locator, Page } from 'playwright-core';
import { until } from './until.ts';

/**
 * Chooses an entry of a row's menu. A row that is drawn anew takes its menu along, and a menu loses clicks while the
 * window is busy; in one that has just opened nobody is trusted yet, and entries are grey. Its key comes in one turn of
 * the window: pressed, it could come when the menu has just gone.
 */
export async function choose(row: Locator, entry: string): Promise<void> {
  const page = row.page();
  const chosen = page.locator('.monaco-menu .action-item:not(.disabled)', { hasText: entry });
  await until(`the entry ${entry}`, async () => {
    await page.keyboard.press('Escape');
    await row.click({ button: 'right', timeout: 5_000 });
    await chosen.hover({ timeout: 5_000 });
    await chosen.dispatchEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 13 }, { timeout: 5_000 });
    return true;
  });
  await chosen.waitFor({ state: 'detached' });
}

/** Points at a row until the editor says what has those words, and gives what it says. */
export async function hover(row: Locator, words: string): Promise<Locator> {
  const page = row.page();
  const said = page.locator('.monaco-hover:not(.hidden)', { hasText: words });
  await until('the hover', async () => {
    // It comes for a pointer that moves.
    await page.mouse.move(640, 10);
    await row.hover({ timeout: 5_000 });
    await said.waitFor({ timeout: 5_000 });
    return true;
  });
  return said;
}

/** Chooses from the list with which the editor asks. */
export const pick = (page: Page, choice: string): Promise<void> =>
  page.locator('.quick-input-list .monaco-list-row', { hasText: choice }).first().click();

/** Answers the question of that text. */
export async function answer(page: Page, question: string, words: string): Promise<void> {
  const asked = page.locator('.quick-input-widget', { hasText: question });
  const box = asked.locator('.quick-input-box input');
  await box.waitFor();
  await box.fill(words);
  await box.press('Enter');
  await asked.waitFor({ state: 'hidden' });
}

/** Follows a link to a run from outside of the editor, and lets the editor open it. */
export async function followLink(page: Page, run: string): Promise<void> {
  const address = page.locator('.quick-input-widget .quick-input-box input');
  await until('the question', async () => !(await address.inputValue()).startsWith('>'));
  await address.fill(`vscode://retort.retort/run?path=${encodeURIComponent(run)}`);
  await address.press('Enter');
  await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Open', exact: true }).click();
}
