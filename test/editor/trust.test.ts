import { join } from 'node:path';
import { expect, it } from 'vitest';
import { processesOf } from './processes.ts';
import { runsOf, smallFolder } from './runs.ts';
import { describeEditor } from './suite.ts';
import { openWorkbench } from './workbench.ts';

describeEditor('a workspace that is not trusted', { trust: true }, (stage) => {
  it('shows recipes, says why nothing runs, and starts nothing', async () => {
    const { editor, browser } = stage();
    const folder = await smallFolder(join(editor.folder, 'from a stranger'));
    const window = await openWorkbench(editor, browser, folder);
    const { page } = window;
    await page.locator('.statusbar').getByText('Restricted Mode').waitFor();
    await window.showSideBar();
    await page.locator('.sidebar').getByText('runs nothing').first().waitFor();
    await window.rows('Recipes').first().waitFor();
    await window.rows('Recipes').first().click();
    await page.locator('.editor-instance .view-lines').getByText('name: ').first().waitFor();
    await window.photograph('not-trusted');
    await window.palette('Retort: ', 'Retort: Get Started');
    expect(
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Retort: Run Recipe' }).count(),
    ).toBe(0);
    const ours = (await processesOf(editor.runtime)).filter(({ command }) =>
      /server\.js|worker\.js/.test(command),
    );
    expect(ours).toEqual([]);
    expect(await runsOf(folder)).toEqual([]);
    expect(window.complaints).toEqual([]);
  });
});
